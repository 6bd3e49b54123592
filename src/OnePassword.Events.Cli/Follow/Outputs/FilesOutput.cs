using OnePassword.Events.Cli.Accounts;
using OnePassword.Events.Cli.Output;
using OnePassword.Events.Cli.Shared;
using OnePassword.Events.Destinations;

namespace OnePassword.Events.Cli.Follow.Outputs;

/// <summary>Numbered files of lines, a series per feed.</summary>
internal sealed record FilesOutput : FollowOutput
{
    public const string TypeName = "files";

    public override string Type => TypeName;

    // The checkpoints of earlier versions have no output in their names.
    public override string? CheckpointPart => Name;

    public override string Guarantee => "exactly once";

    /// <summary>Gets the folder, which can contain <see cref="NameTemplate.Account"/>.</summary>
    public NameTemplate Folder { get; init; } = NameTemplate.ParseFolder(OutputOptions.DefaultFolder);

    public OutputOptions Options { get; init; } = new();

    /// <summary>Gets how many bytes stay free on the disk; 0 for no limit.</summary>
    public long MinFreeSpace { get; init; } = OutputOptions.DefaultMinFreeSpace;

    public EventFormat LineFormat { get; init; } = EventFormat.Raw;

    public bool GroupReadable { get; init; }

    public override IEnumerable<string> Describe()
    {
        yield return Folder.ToString();
        if (Options.RotateSize is { } size)
            yield return $"a new file after {Format.Count(size, "byte")}";
        if (Options.RotateEvery is { } age)
            yield return $"a new file after {Duration.Format(age)}";
        var condition = Options.Rotates ? "" : " (only with --once, because files are not rotated)";
        if (Options.Keep is { } keep)
            yield return $"finished files are removed after {Duration.Format(keep)}{condition}";
        if (Options.KeepFiles is { } number)
            yield return $"the latest {Format.Count(number, "finished file")} per feed remain{condition}";
        if (Options.Gzip)
            yield return "compressed";
        if (LineFormat != EventFormat.Raw)
            yield return $"format {LineFormat}";
    }

    public override string Check(Account account, string feed, Checkpoint? checkpoint, OutputContext context)
    {
        using var sink = SinkOf(account, feed, context);
        try
        {
            sink.Check(checkpoint);
            return sink.Location;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CliException(ExitCode.Output, $"the output in the folder {Folder} cannot be read: {e.Message}");
        }
    }

    public override OutputRun Start(OutputContext context) => new Run(this, context);

    private RotatingFileSink SinkOf(Account account, string feed, OutputContext context)
    {
        // In a folder of its own, an account keeps its names when others are added.
        var baseName =
            context.HasSeveralAccounts && !Folder.Contains(NameTemplate.Account) ? account.CheckpointName(feed) : feed;
        var folder = new OutputFolder(Folder.Fill(_ => account.NameInFiles), GroupReadable, context.Cli)
        {
            Source = account.SourceOf(feed, CheckpointPart),
        };
        return new RotatingFileSink(folder, baseName, Options, new LineFormatter(LineFormat)) { MinFreeSpace = MinFreeSpace };
    }

    private sealed class Run(FilesOutput output, OutputContext context) : OutputRun
    {
        public override IFollowSink SinkOf(Account account, string feed, IProgress<DeliveryReport> progress) =>
            output.SinkOf(account, feed, context);
    }
}
