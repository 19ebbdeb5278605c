"""Still pictures for reports: one description of what is seen, and two ways to draw it."""

from maps.pictures.plot import picture_png as picture_png
from maps.pictures.sheet import Key as Key
from maps.pictures.sheet import Picture as Picture
from maps.pictures.sheet import PictureSize as PictureSize
from maps.pictures.still import picture_page as picture_page
from maps.pictures.views import hotspots_picture as hotspots_picture
from maps.pictures.views import route_picture as route_picture
from maps.pictures.views import week_picture as week_picture
