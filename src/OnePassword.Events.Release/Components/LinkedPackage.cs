using System.Xml.Linq;

namespace OnePassword.Events.Release.Components;

/// <summary>A NuGet package in the folder into which it was restored.</summary>
internal sealed class LinkedPackage
{
    // Packages without an expression. The first one has the text, the other one has its address.
    private static readonly Dictionary<string, string> KnownLicenses = new(StringComparer.Ordinal)
    {
        ["librdkafka.redist"] = "BSD-2-Clause",
        ["K4os.Compression.LZ4"] = "MIT",
    };

    private readonly ILookup<string, XElement> metadata;

    private LinkedPackage(string folder, string nuspec)
    {
        Folder = folder;
        metadata = XDocument.Load(nuspec).Root!.Elements().Single(element => element.Name.LocalName == "metadata")
            .Elements().ToLookup(element => element.Name.LocalName, StringComparer.Ordinal);
    }

    public string Folder { get; }

    public string Id => Text("id")!;

    public string Version => Text("version")!;

    public string? Copyright => Text("copyright");

    public string? Authors => Text("authors");

    public string? ProjectUrl => Text("projectUrl");

    /// <summary>Gets the SPDX expression of the license.</summary>
    public string License =>
        metadata["license"].SingleOrDefault(element => (string?)element.Attribute("type") == "expression")?.Value
        ?? (KnownLicenses.TryGetValue(Id, out var known)
            ? known
            : throw new IOException($"{Id} {Version} has no license expression. Read its license before you ship it."));

    /// <summary>Gets the SHA-512 hash of the package file, in hexadecimal.</summary>
    public string Hash => Convert.ToHexStringLower(
        Convert.FromBase64String(File.ReadAllText(Directory.GetFiles(Folder, "*.nupkg.sha512").Single())));

    /// <summary>Returns the package that contains a file, or null if the file is not from a package.</summary>
    public static LinkedPackage? Containing(string file)
    {
        for (var folder = Path.GetDirectoryName(file); folder is not null; folder = Path.GetDirectoryName(folder))
        {
            if (Directory.Exists(folder) && Directory.GetFiles(folder, "*.nuspec") is [var nuspec])
                return new LinkedPackage(folder, nuspec);
        }
        return null;
    }

    private string? Text(string name) => metadata[name].SingleOrDefault()?.Value;
}
