namespace OnePassword.Events.Cli.Export;

/// <summary>What to write where. No feeds: each that the token may read.</summary>
/// <param name="Feeds">Their names.</param>
/// <param name="Api">The version of the API, v1 or v2.</param>
/// <param name="Since">The beginning, as it was asked for.</param>
/// <param name="Until">The end, as it was asked for; null for the moment at which the export begins.</param>
/// <param name="Output">A folder, or - for standard output.</param>
/// <param name="Gzip">Whether the lines are compressed.</param>
/// <param name="Envelope">Whether each event is in an envelope.</param>
/// <param name="GroupReadable">Whether the group may read the files.</param>
/// <param name="Resume">Whether to go on with an export that was interrupted.</param>
/// <param name="Parallel">How many requests of a feed are under way at once.</param>
internal sealed record ExportPlan(IReadOnlyList<string> Feeds, string Api, string Since, string? Until, string Output, bool Gzip, bool Envelope, bool GroupReadable, bool Resume, int Parallel)
{
    public bool ToStandardOutput => Output == "-";
}
