using OnePassword.Events.Cli.Output;

namespace OnePassword.Events.Cli.Export;

/// <summary>The time range of an export, and how it is read and written.</summary>
internal sealed record ExportPlan
{
    /// <summary>Gets the value of --since.</summary>
    public required string Since { get; init; }

    /// <summary>Gets the value of --until; null for the start time of the export.</summary>
    public string? Until { get; init; }

    /// <summary>Gets the number of events per page.</summary>
    public required int PageSize { get; init; }

    /// <summary>Gets the folder, which can contain <see cref="NameTemplate.Account"/>, or - for standard output.</summary>
    public required NameTemplate Output { get; init; }

    public bool Gzip { get; init; }

    public bool Envelope { get; init; }

    public bool GroupReadable { get; init; }

    /// <summary>Gets whether to resume an interrupted export.</summary>
    public bool Resume { get; init; }

    /// <summary>Gets the number of concurrent requests per feed.</summary>
    public required int Parallelism { get; init; }

    public bool ToStandardOutput => Output.ToString() == OutputOptions.StandardOutput;
}
