using OnePassword.Events.Cli.Shared;
using OnePassword.Events.Durable;

namespace OnePassword.Events.Cli.Config.Check;

/// <summary>Verifies that a folder can be written to, or created: a file in it or in its nearest existing parent.</summary>
internal static class FolderCheck
{
    /// <returns>The failure; null if the folder can be written to.</returns>
    public static CliException? Run(string name, string folder, int exitCode, Disk disk)
    {
        var existing = Path.GetFullPath(folder);
        while (!Path.Exists(existing) && Path.GetDirectoryName(existing) is { } parent)
            existing = parent;
        if (!Directory.Exists(existing))
            return Failed($"{existing} is not a folder");
        var probe = Path.Combine(existing, $".op-events-check-{Guid.NewGuid():N}.tmp");
        try
        {
            disk.Create(probe, FileRights.Owner).Dispose();
            File.Delete(probe);
            return null;
        }
        catch (UnauthorizedAccessException)
        {
            return Failed($"no access to {existing}. Use another folder or user");
        }
        catch (IOException e)
        {
            return Failed($"a file in {existing} cannot be created: {e.Message.TrimEnd('.')}");
        }

        CliException Failed(string reason) => new(exitCode, $"the {name} folder {folder} cannot be written: {reason}.");
    }
}
