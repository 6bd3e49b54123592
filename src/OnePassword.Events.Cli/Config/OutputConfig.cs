namespace OnePassword.Events.Cli.Config;

/// <summary>Where the events go. No folder: standard output. No rotation: a file grows for ever.</summary>
internal sealed record OutputConfig(string? Folder, long? RotateSize, TimeSpan? RotateEvery, bool Gzip, bool Envelope, bool GroupReadable)
{
    private const string StandardOutput = "-";

    public bool ToStandardOutput => Folder is null;

    public static OutputConfig Read(ConfigSection output) => new(
        output.Read("folder", output.Resolve(FollowDefaults.OutputFolder), value => value.Word("a path, or -") == StandardOutput ? null : value.FullPath()),
        output.Read<long?>("rotate_size", null, value => value.Size()),
        output.Read<TimeSpan?>("rotate_every", null, value => value.Duration(atLeast: ConfigUnits.Second)),
        output.Read("gzip", FollowDefaults.Gzip, value => value.Flag()),
        output.Read("envelope", FollowDefaults.Envelope, value => value.Flag()),
        output.Read("group_readable", FollowDefaults.GroupReadable, value => value.Flag()));
}
