"""How pages look: one style sheet a part, served joined in the order of ``service.web.statics``."""
