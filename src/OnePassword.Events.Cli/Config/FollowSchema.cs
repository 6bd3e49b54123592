namespace OnePassword.Events.Cli.Config;

/// <summary>The JSON schema of the configuration file, for editors.</summary>
internal static class FollowSchema
{
    private const string Resource = "follow.schema.json";

    public static string Read()
    {
        using var reader = new StreamReader(typeof(FollowSchema).Assembly.GetManifestResourceStream(Resource)!);
        return reader.ReadToEnd();
    }
}
