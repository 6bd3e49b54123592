namespace OnePassword.Events.Destinations.Sentinel;

/// <summary>The template that creates the table, the data collection rule and the role assignment.</summary>
internal static class SentinelTemplate
{
    public static string Text { get; } = Read();

    private static string Read()
    {
        using var stream = typeof(SentinelTemplate).Assembly.GetManifestResourceStream("sentinel-dcr.json")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
