using OnePassword.Events.Cli.Output;
using OnePassword.Events.Cli.Shared;

namespace OnePassword.Events.Cli.Export;

/// <summary>The output of an account: a file per feed in a folder.</summary>
internal sealed class ExportToFiles : ExportOutput
{
    private readonly ExportPlan _plan;
    private readonly ExportedAccount _account;
    private readonly OutputFolder _folder;

    /// <exception cref="CliException">The path depends on the account, which has no name.</exception>
    public ExportToFiles(ExportPlan plan, ExportedAccount account, CliContext cli)
    {
        (_plan, _account) = (plan, account);
        _folder = new OutputFolder(plan.Output!.Fill(_ => account.Account.NameInFiles), plan.GroupReadable, cli)
        {
            Source = account.Account.Source,
        };
        Files = [.. account.Feeds.Select(FilesOf)];
    }

    public override IReadOnlyList<ExportFiles> Files { get; }

    public override string Format => _plan.LineFormat.Name;

    public override void ThrowIfInTheWay()
    {
        foreach (var files in Files)
            ExistingExport.ThrowIfInTheWay(files, _plan);
    }

    public override void Create() => Create(_folder);

    public override ExportManifest? Lock(ExportManifest run)
    {
        var files = FilesOf(run.Feed);
        Hold(files.Manifest.Lock());
        ExistingExport.ThrowIfInTheWay(files, _plan); // Another export may have finished meanwhile.
        return _plan.Resume ? files.FindInterrupted(run, _plan.Overwrite) : null;
    }

    public override ExportSink Open(ExportManifest manifest, Func<EventOrigin> origin) => new ExportFileSink(
        FilesOf(manifest.Feed), manifest, new ExportLines(_plan.LineFormat, origin), _plan.Overwrite);

    public override string LocationOf(ExportManifest manifest) => FilesOf(manifest.Feed).Path;

    protected override ManifestFile ManifestOf(string feed) => FilesOf(feed).Manifest;

    private ExportFiles FilesOf(string feed)
    {
        var name = NameOf(feed, ExportName.Time(_account.Start), ExportName.Time(_plan.End));
        if (OutputFileName.Parse($"{name}.ndjson") is not null)
            throw CliException.Usage($"--name gives {name}.ndjson, a name that follow uses for its files. Use another name.");
        return new ExportFiles(_folder, name, feed, _plan.Gzip)
        {
            ManifestPattern = NameOf(feed, "*", "*") + ManifestFile.Extension,
        };
    }

    private string NameOf(string feed, string since, string until) => _plan.Name.Fill(placeholder => placeholder switch
    {
        NameTemplate.Account => _account.Account.NameInFiles,
        NameTemplate.Feed => feed,
        NameTemplate.Since => since,
        _ => until,
    });
}
