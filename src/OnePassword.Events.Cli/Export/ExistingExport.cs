using System.Text;
using OnePassword.Events.Cli.Shared;
using OnePassword.Events.Durable;

namespace OnePassword.Events.Cli.Export;

/// <summary>Rejects an export whose files exist, before any request is sent and before any file is changed.</summary>
internal static class ExistingExport
{
    /// <exception cref="CliException">There is earlier output that the options do not allow to replace.</exception>
    public static void ThrowIfInTheWay(ExportFiles files, ExportPlan plan)
    {
        var interrupted = Find(files.Manifest.Path);
        if (plan.Resume && interrupted is null && !files.Manifest.Exists)
            ThrowIfOtherRange(files, plan);
        if (plan.Overwrite || (plan.Resume && interrupted is { Done: true } && !File.Exists(files.PartialPath)))
            return;
        if (File.Exists(files.Path) || new FileInfo(files.Path).LinkTarget is not null)
            throw CliException.Usage($"{files.Path} already exists{Remedy(files, plan, interrupted)}");
        if (files.Unfinished.FirstOrDefault(partial => partial.Length > 0) is { } unfinished
            && !(plan.Resume && files.Manifest.Exists))
        {
            throw CliException.Usage(interrupted is null
                ? $"{unfinished.FullName} is an unfinished export that cannot be resumed. Use --overwrite to restart it."
                : $"{unfinished.FullName} is an unfinished export. Use --resume to continue it, or --overwrite to restart it.");
        }
    }

    private static string Remedy(ExportFiles files, ExportPlan plan, ExportManifest? interrupted) => interrupted switch
    {
        null when plan.Resume => ", and there is no interrupted export to resume. "
            + "Use --overwrite to replace it, or --name or --output for another file.",
        { Done: true } when !File.Exists(files.PartialPath) =>
            " and belongs to an interrupted export. Use --resume to continue it, or --overwrite to restart it.",
        not null => $". {Path.GetFileName(files.Manifest.Path)} belongs to an interrupted export that replaces it: "
            + "use --resume --overwrite to continue.",
        _ => ". Use --overwrite to replace it, or --name or --output for another file.",
    };

    // A name with a time changes with each run if the time is relative.
    private static void ThrowIfOtherRange(ExportFiles files, ExportPlan plan)
    {
        if (!ExportName.HasTimes(plan.Name.ToString()) || !Directory.Exists(files.Folder.Path))
            return;
        var other = Directory.EnumerateFiles(files.Folder.Path, files.ManifestPattern)
            .Order(StringComparer.Ordinal).Select(Find)
            .FirstOrDefault(found => found?.Feed == files.Feed && found.Name == plan.Name.ToString());
        if (other is not null)
        {
            throw CliException.Usage(
                $"{files.Folder.Path} has an interrupted export of {other.Feed}, of another time range. To continue it, use "
                    + $"{OptionsOf(other)}. Leave out --resume to export another time range.");
        }
    }

    /// <summary>Returns the options that resume an export. If its name has a time, they have fixed times.</summary>
    public static string OptionsOf(ExportManifest interrupted) => ExportName.HasTimes(interrupted.Name)
        ? $"--resume --since {new EventTime(interrupted.Start)} --until {new EventTime(interrupted.End)}"
        : "--resume";

    // An unreadable manifest is reported by the resuming run, which locks it first.
    private static ExportManifest? Find(string manifest)
    {
        try
        {
            return File.Exists(manifest) ? ExportManifest.Parse(Encoding.UTF8.GetString(RegularFile.Read(manifest))) : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
