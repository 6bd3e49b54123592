namespace OnePassword.Events.Release.Components;

/// <summary>The files of which a program consists: packages, native libraries, and assemblies of this repository.</summary>
internal sealed class LinkedFiles
{
    private static readonly string[] Options = ["-r:", "--satellite:"];

    private LinkedFiles(IReadOnlyList<string> files)
    {
        var found = files.Select(file => (File: file, Package: LinkedPackage.Containing(file))).ToList();
        Packages = [.. found.Select(file => file.Package).OfType<LinkedPackage>()
            .DistinctBy(package => package.Folder, StringComparer.Ordinal)
            .OrderBy(package => package.Id, StringComparer.Ordinal)];
        NativeLibraries = [.. NativeLibrary.Among(files)];
        OwnAssemblies = [.. found.Where(file => file.Package is null && Path.GetExtension(file.File) == ".dll")
            .Select(file => file.File)
            .DistinctBy(Path.GetFileName, StringComparer.Ordinal).OrderBy(Path.GetFileName, StringComparer.Ordinal)];
    }

    public IReadOnlyList<LinkedPackage> Packages { get; }

    public IReadOnlyList<NativeLibrary> NativeLibraries { get; }

    /// <summary>Gets the paths of the assemblies that are not from a package.</summary>
    public IReadOnlyList<string> OwnAssemblies { get; }

    /// <summary>Reads a list with one path per line. It can have the options of the native compiler.</summary>
    public static LinkedFiles Read(string list) =>
        new([.. File.ReadLines(list).Select(WithoutOption).Where(line => line.Length > 0 && line[0] != '-')]);

    private static string WithoutOption(string line)
    {
        var option = Options.FirstOrDefault(option => line.StartsWith(option, StringComparison.Ordinal));
        return line[(option?.Length ?? 0)..].Trim('"');
    }
}
