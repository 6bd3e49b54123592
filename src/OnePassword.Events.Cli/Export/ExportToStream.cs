using OnePassword.Events.Cli.Output;

namespace OnePassword.Events.Cli.Export;

/// <summary>The output of an account: the standard output that all accounts share. It cannot be resumed.</summary>
internal sealed class ExportToStream(SharedOutput output, EventFormat format) : ExportOutput
{
    public override string Format => format.Name;

    public override ExportSink Open(ExportManifest manifest, Func<EventOrigin> origin) =>
        new ExportStreamSink(output, new ExportLines(format, origin));

    public override string LocationOf(ExportManifest manifest) => SharedOutput.Name;
}
