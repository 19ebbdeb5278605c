"""Parts of the campaign on jobs: cheap kinds of work, a worker to kill, and who kills it."""
