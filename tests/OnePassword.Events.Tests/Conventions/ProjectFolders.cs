using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace OnePassword.Events.Tests.Conventions;

/// <summary>The source files of a project under <c>src</c>, and which folders they use. The root of a project has the name "".</summary>
internal sealed partial class ProjectFolders
{
    private readonly string _rootNamespace;
    private readonly List<SourceFile> _files;
    private readonly Dictionary<string, List<string>> _typesByFolder;

    public ProjectFolders(string project)
    {
        var root = Repository.PathOf("src", project);
        var projectFile = XDocument.Load(Path.Combine(root, $"{project}.csproj"));
        _rootNamespace = projectFile.Descendants("RootNamespace").SingleOrDefault()?.Value ?? project;
        _files =
        [
            .. Directory.EnumerateFiles(root, "*.cs", SearchOption.AllDirectories)
                .Select(path => new SourceFile(Path.GetRelativePath(root, path).Replace('\\', '/'), File.ReadAllText(path)))
                .OrderBy(file => file.Name, StringComparer.Ordinal),
        ];
        _typesByFolder = _files.GroupBy(file => file.Folder, StringComparer.Ordinal)
            .ToDictionary(
                files => files.Key,
                files => files.SelectMany(file => file.Types).Select(type => type.Name).ToList(),
                StringComparer.Ordinal);
    }

    /// <summary>Public types in folders, and internal types in the root, where only the entry point of a program is allowed.</summary>
    public IEnumerable<string> MisplacedTypes() =>
        from file in _files
        from type in file.Types
        where type.IsPublic != (file.Folder.Length == 0) && file.Name != "Program.cs"
        select type.IsPublic
            ? $"{file.Name}: {type.Name} is public. Move it to the root of the project or make it internal."
            : $"{file.Name}: {type.Name} is internal. Move it to a folder.";

    public IEnumerable<string> WrongNamespaces() =>
        from file in _files
        where file.Types.Any(type => !type.IsPublic) && file.Folder.Length > 0
        from name in file.Namespaces
        where name != NamespaceOf(file.Folder)
        select $"{file.Name}: the namespace is {name}. Change it to {NamespaceOf(file.Folder)}.";

    public IEnumerable<string> GlobalUsings() =>
        from file in _files
        where file.Code.Contains("global using ", StringComparison.Ordinal)
        select $"{file.Name}: a global using hides which folders a file uses. Add a using to each file that needs it.";

    /// <summary>Which folder each file uses. The root is not included: it can use all folders, and all folders can use it.</summary>
    public IEnumerable<(string File, string Folder, string Used)> Uses() =>
        from file in _files
        where file.Folder.Length > 0
        from used in _typesByFolder.Keys
        where used.Length > 0 && used != file.Folder && _typesByFolder[used].Count > 0 && IsUsed(file, used)
        select (file.Name, file.Folder, used);

    // A file sees the types of the folders above its own without a using.
    private bool IsUsed(SourceFile file, string folder) =>
        file.Usings.Any(name => name == NamespaceOf(folder)
            || _typesByFolder[folder].Exists(type => name == $"{NamespaceOf(folder)}.{type}"))
        || Names(@$"(\w+\.)*{folder.Split('/')[^1]}\.", folder).IsMatch(file.Code)
        || (file.Folder.StartsWith($"{folder}/", StringComparison.Ordinal) && Names("", folder).IsMatch(file.Code));

    private string NamespaceOf(string folder) => $"{_rootNamespace}.{folder.Replace('/', '.')}";

    private Regex Names(string qualifier, string folder) => new(
        $@"(?<![\w.]){qualifier}({string.Join('|', _typesByFolder[folder])})\b", RegexOptions.CultureInvariant, TimeSpan.FromMinutes(1));

    private sealed partial record SourceFile(string Name, string Text)
    {
        public string Folder { get; } = Name.Contains('/', StringComparison.Ordinal) ? Name[..Name.LastIndexOf('/')] : "";

        public string Code { get; } = CommentOrText().Replace(Text, "");

        public IEnumerable<(string Name, bool IsPublic)> Types => TypeDeclaration().Matches(Text).Select(match =>
            (match.Groups["name"].Value, match.Groups["modifiers"].Value.Contains("public", StringComparison.Ordinal)));

        public IEnumerable<string> Namespaces => Namespace().Matches(Text).Select(match => match.Groups["name"].Value);

        public IEnumerable<string> Usings => Using().Matches(Text).Select(match => match.Groups["name"].Value);

        // Only types at the top level of a file-scoped namespace, which begin in the first column.
        [GeneratedRegex(
            @"^(?<modifiers>((public|internal|file|static|sealed|abstract|partial|readonly|ref) )*)"
            + @"(class|record struct|record|struct|interface|enum|delegate \S+) (?<name>\w+)",
            RegexOptions.Multiline | RegexOptions.ExplicitCapture,
            60_000)]
        private static partial Regex TypeDeclaration();

        [GeneratedRegex(@"^namespace (?<name>[\w.]+)", RegexOptions.Multiline, 60_000)]
        private static partial Regex Namespace();

        [GeneratedRegex(@"^using (static )?(\w+ = )?(?<name>[\w.]+)", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 60_000)]
        private static partial Regex Using();

        [GeneratedRegex(@"""[^""\n]*""|//.*", RegexOptions.None, 60_000)]
        private static partial Regex CommentOrText();
    }
}
