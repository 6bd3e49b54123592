namespace OnePassword.Events.Cli.Export;

/// <summary>What to write where. No feeds: each that the token may read.</summary>
internal sealed record ExportPlan(IReadOnlyList<string> Feeds, string Output, bool Gzip, bool Envelope)
{
    public bool ToStandardOutput => Output == "-";
}
