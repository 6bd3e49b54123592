namespace OnePassword.Events.Cli.Output;

/// <summary>The output of followed events.</summary>
internal sealed record OutputOptions
{
    public const string StandardOutput = "-";
    public const string DefaultFolder = ".";

    /// <summary>Gets the folder, which can contain <see cref="NameTemplate.Account"/>; null for standard output.</summary>
    public NameTemplate? Folder { get; init; } = NameTemplate.ParseFolder(DefaultFolder);

    /// <summary>Gets the size in bytes after which a new file is started; null for no limit.</summary>
    public long? RotateSize { get; init; }

    /// <summary>Gets the age after which a new file is started; null for no limit.</summary>
    public TimeSpan? RotateEvery { get; init; }

    public bool Gzip { get; init; }

    public bool Envelope { get; init; }

    public bool GroupReadable { get; init; }

    public bool ToStandardOutput => Folder is null;
}
