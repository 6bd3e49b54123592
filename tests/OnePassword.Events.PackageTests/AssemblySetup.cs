[assembly: Category("Slow")] // Each run packs all packages.
