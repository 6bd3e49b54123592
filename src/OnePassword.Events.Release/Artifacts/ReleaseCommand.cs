using OnePassword.Events.Release.Components;

namespace OnePassword.Events.Release.Artifacts;

/// <summary>Writes the files of a release that NuGet does not write. The build of the tool calls it.</summary>
internal static class ReleaseCommand
{
    /// <returns>0 if the files were written. 1 if not, after it reported why.</returns>
    public static int Run(string[] arguments, TextWriter error)
    {
        try
        {
            switch (arguments)
            {
                case ["archive", var folder, var file]:
                    Archive.Write(folder, file);
                    return 0;
                case ["bill", var list, var program, var version, var sbom, var notices]:
                    var files = LinkedFiles.Read(list);
                    Sbom.Write(files, program, version, sbom);
                    Notices.Write(files, Path.GetFileNameWithoutExtension(program), notices);
                    return 0;
                default:
                    error.WriteLine("Pass 'archive FOLDER FILE' or 'bill LIST PROGRAM VERSION SBOM NOTICES'.");
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
