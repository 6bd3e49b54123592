using OnePassword.Events.Cli.Accounts;
using OnePassword.Events.Cli.Output;
using OnePassword.Events.Destinations;

namespace OnePassword.Events.Cli.Follow.Outputs;

/// <summary>Lines on standard output, which all feeds share.</summary>
internal sealed record StdoutOutput : FollowOutput
{
    public const string TypeName = "stdout";

    public override string Type => TypeName;

    // The checkpoints of earlier versions have no output in their names.
    public override string? CheckpointPart => Name;

    public override string Guarantee =>
        Ack is null ? "the lines in the pipe are lost with its reader" : "at least once, as acknowledged";

    /// <summary>Gets the source of acknowledgements: <c>-</c> or a named pipe; null for none.</summary>
    public string? Ack { get; init; }

    public bool Gzip { get; init; }

    public EventFormat LineFormat { get; init; } = EventFormat.Raw;

    public override IEnumerable<string> Describe()
    {
        yield return SharedOutput.Name;
        if (Ack is not null)
            yield return $"acknowledged through {(Ack == AckSource.StandardInput ? "standard input" : Ack)}";
        if (Gzip)
            yield return "compressed";
        if (LineFormat != EventFormat.Raw)
            yield return $"format {LineFormat}";
    }

    public override string Check(Account account, string feed, Checkpoint? checkpoint, OutputContext context) =>
        SharedOutput.Name;

    public override OutputRun Start(OutputContext context) => new Run(this, new StandardOutputPipe(Gzip, Ack, context.Cli));

    private sealed class Run(StdoutOutput output, StandardOutputPipe pipe) : OutputRun
    {
        public override CancellationToken Failed => pipe.Failed;

        public override Exception? Failure => pipe.Failure;

        public override IFollowSink SinkOf(Account account, string feed, IProgress<DeliveryReport> progress) =>
            new StandardOutputSink(pipe, new LineFormatter(output.LineFormat));

        public override Task CompleteAsync() => pipe.CompleteAsync();

        public override void Dispose()
        {
            base.Dispose();
            pipe.Dispose();
        }
    }
}
