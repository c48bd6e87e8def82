"""What people subscribe to with software of their own: invitations for calendars, and the Atom feed."""
