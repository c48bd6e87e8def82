"""What the site needs of adapters: letters, drafts, uploads, the room, finding and prose."""
