using OnePassword.Events.Cli.Output;
using OnePassword.Events.Cli.Shared;

namespace OnePassword.Events.Cli.Export;

/// <summary>The output of an account: a destination. The manifests are in a subfolder of the state folder.</summary>
internal sealed class ExportToDestination(ExportPlan plan, ExportedAccount account, ExportDelivery delivery, CliContext cli)
    : ExportOutput
{
    // Beside the checkpoints and dead letters of op-events follow, which can use the same state folder.
    private readonly OutputFolder _folder = new(Path.Combine(plan.State!, "exports"), groupReadable: false, cli)
    {
        Source = account.Account.Source,
    };

    public override string Destination => delivery.Name;

    public override string Format => delivery.Output.Format;

    public override void ThrowIfInTheWay()
    {
        foreach (var feed in account.Feeds)
            ThrowIfInTheWay(ManifestOf(feed));
    }

    public override void Create() => Create(_folder);

    public override ExportManifest? Lock(ExportManifest run)
    {
        var manifest = ManifestOf(run.Feed);
        Hold(manifest.Lock());
        ThrowIfInTheWay(manifest); // Another export may have been interrupted meanwhile.
        return manifest.Read(run);
    }

    public override ExportSink Open(ExportManifest manifest, Func<EventOrigin> origin) => new ExportDestinationSink(
        delivery.SinkOf(account.Account, manifest.Feed), ManifestOf(manifest.Feed), manifest, origin);

    public override string LocationOf(ExportManifest manifest) => Destination;

    protected override ManifestFile ManifestOf(string feed)
    {
        var name = account.Account.CheckpointName(feed, delivery.Output.Title);
        return new ManifestFile(_folder, name, feed, restart: $"delete {ManifestFile.PathIn(_folder, name)} to restart.");
    }

    private void ThrowIfInTheWay(ManifestFile manifest)
    {
        if (manifest.Exists && !plan.Resume)
            throw CliException.Usage(
                $"{manifest.Path} belongs to an interrupted export. Use --resume to continue it, or delete the file to restart.");
    }
}
