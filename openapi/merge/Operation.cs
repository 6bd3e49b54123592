using YamlDotNet.RepresentationModel;

namespace OnePassword.Events.SpecMerge;

/// <summary>One operation of a specification.</summary>
internal sealed record Operation(string Method, string Path, YamlMappingNode Node)
{
    public string Title => $"{Method.ToUpperInvariant()} {Path}";

    public string Id => Node.Text("operationId") ?? Title;
}
