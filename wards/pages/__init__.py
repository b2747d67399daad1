"""The pages of the organisation: its tree, reorganisations, calendar, figures, absences."""
