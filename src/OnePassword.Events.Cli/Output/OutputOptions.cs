namespace OnePassword.Events.Cli.Output;

/// <summary>How the numbered files of followed events are written.</summary>
internal sealed record OutputOptions
{
    public const string StandardOutput = "-";
    public const string DefaultFolder = ".";

    /// <summary>More than the largest page, so that writing one page never fills the disk.</summary>
    public const long DefaultMinFreeSpace = 100_000_000;

    /// <summary>Gets the size in bytes after which a new file is started; null for no limit.</summary>
    public long? RotateSize { get; init; }

    /// <summary>Gets the age after which a new file is started; null for no limit.</summary>
    public TimeSpan? RotateEvery { get; init; }

    /// <summary>Gets the age at which finished files are removed; null for never.</summary>
    public TimeSpan? Keep { get; init; }

    /// <summary>Gets how many finished files of a feed are kept; null for all.</summary>
    public int? KeepFiles { get; init; }

    public bool Gzip { get; init; }

    public bool Rotates => RotateSize is not null || RotateEvery is not null;

    public bool RemovesFiles => Keep is not null || KeepFiles is not null;
}
