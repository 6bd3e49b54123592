using OnePassword.Events.Release.Components;

namespace OnePassword.Events.Release.Artifacts;

/// <summary>Writes the files of a release that NuGet does not write. The build of the tool calls it.</summary>
internal static class ReleaseCommand
{
    /// <returns>0 if the files were written. 1 if not; the error says why.</returns>
    public static int Run(string[] arguments, TextWriter error)
    {
        try
        {
            switch (arguments)
            {
                case ["archive", var folder, var file]:
                    Archive.Write(folder, file);
                    return 0;
                case ["bill", var list, var name, var version, var sbom, var notices]:
                    var files = LinkedFiles.Read(list);
                    Sbom.Write(files, name, version, sbom);
                    Notices.Write(files, name, notices);
                    return 0;
                case ["checksums", var folder]:
                    Checksums.Write(folder);
                    return 0;
                default:
                    error.WriteLine("Pass 'archive FOLDER FILE', 'bill LIST NAME VERSION SBOM NOTICES' or 'checksums FOLDER'.");
                    return 1;
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            error.WriteLine(e.Message);
            return 1;
        }
    }
}
