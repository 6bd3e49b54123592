using OnePassword.Events.Cli.Output;

namespace OnePassword.Events.Cli.Export;

/// <summary>How the accounts of an export are read and written.</summary>
internal sealed record ExportPlan
{
    /// <summary>Gets the value of --until; null for the start time of the export.</summary>
    public string? Until { get; init; }

    /// <summary>Gets the end of the time range.</summary>
    public DateTimeOffset End { get; init; }

    /// <summary>Gets the number of events per page.</summary>
    public required int PageSize { get; init; }

    /// <summary>Gets the folder, which can contain <see cref="NameTemplate.Account"/>; null if the output is not files.</summary>
    public NameTemplate? Output { get; init; }

    /// <summary>Gets the folder for the progress of an export to destinations; null for another output.</summary>
    public string? State { get; init; }

    /// <summary>Gets the name of the files, without <c>.ndjson</c>.</summary>
    public NameTemplate Name { get; init; } = ExportName.Default;

    public bool Gzip { get; init; }

    public EventFormat LineFormat { get; init; } = EventFormat.Raw;

    public bool GroupReadable { get; init; }

    /// <summary>Gets whether to resume an interrupted export.</summary>
    public bool Resume { get; init; }

    /// <summary>Gets whether to replace existing files.</summary>
    public bool Overwrite { get; init; }

    /// <summary>Gets the number of concurrent requests per feed.</summary>
    public required int Parallelism { get; init; }
}
