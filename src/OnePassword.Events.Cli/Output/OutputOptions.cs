namespace OnePassword.Events.Cli.Output;

/// <summary>The output of followed events.</summary>
internal sealed record OutputOptions
{
    public const string StandardOutput = "-";
    public const string DefaultFolder = ".";

    /// <summary>Gets the folder; null for standard output.</summary>
    public string? Folder { get; init; } = DefaultFolder;

    /// <summary>Gets the size in bytes after which a new file is started; null for no limit.</summary>
    public long? RotateSize { get; init; }

    /// <summary>Gets the age after which a new file is started; null for no limit.</summary>
    public TimeSpan? RotateEvery { get; init; }

    /// <summary>Gets where the reader of standard output acknowledges lines: <c>-</c> or a named pipe; null for nowhere.</summary>
    public string? Ack { get; init; }

    public bool Gzip { get; init; }

    public bool Envelope { get; init; }

    public bool GroupReadable { get; init; }

    public bool ToStandardOutput => Folder is null;
}
