using YamlDotNet.RepresentationModel;

namespace OnePassword.Events.SpecMerge;

/// <summary>Appends new operations, and reports operations whose request or response has another type.</summary>
internal sealed class OperationMerge(
    SpecDocument ours, SpecDocument official, OfficialTypes types, Translation translation, SpecText text, List<Change> changes)
{
    private const string Success = "200";

    public void Merge(Operation operation)
    {
        var bodies = official.Bodies(operation)
            .Select(body => (body.Place, Type: types.TypeOf(body.Schema, Names.Pascal(operation.Id) + body.Place))).ToList();
        if (ours.Find(operation.Title) is { } known)
            Compare(operation, known, bodies);
        else
            Add(operation, bodies);
    }

    private void Compare(Operation operation, Operation known, IEnumerable<(string Place, string Type)> bodies)
    {
        if (known.Node.Text("x-official-name") != operation.Id)
            changes.Add(new(Breaking: false, "operation",
                $"{operation.Title}: the official name is {operation.Id}. Change x-official-name by hand"));
        var before = ours.Bodies(known)
            .ToDictionary(body => body.Place, body => types.OurTypeOf(body.Schema), StringComparer.Ordinal);
        foreach (var (place, type) in bodies)
        {
            if (before.TryGetValue(place, out var ourType) && ourType != type && !ours.IsChoice(ourType))
                changes.Add(new(Breaking: true, "operation",
                    $"{operation.Title}: the {place} is {type} instead of {ourType}. Change it by hand"));
        }
    }

    // The failures and the request body are those of our similar operations.
    private void Add(Operation operation, IReadOnlyList<(string Place, string Type)> bodies)
    {
        var name = Names.WithoutVersion(operation.Id);
        var similar = ours.Operations.First(known => known.Method == operation.Method);
        var responses = new YamlMappingNode()
            .With(Success, Response(bodies.FirstOrDefault(body => body.Place == SpecDocument.ResponsePlace(Success)).Type));
        foreach (var failure in similar.Node.Map("responses")!.Children
            .Where(response => ((YamlScalarNode)response.Key).Value != Success))
            responses.Children[failure.Key] = failure.Value;
        var node = new YamlMappingNode()
            .With("operationId", new YamlScalarNode(name))
            .With("x-official-name", new YamlScalarNode(operation.Id))
            .With("x-feature", new YamlScalarNode(operation.Path.Split('/')[^1]))
            .With("tags", operation.Node.Get("tags"))
            .With("security", operation.Node.Get("security"))
            .With("parameters", operation.Node.Get("parameters") is { } list ? translation.Copy(list, Names.Pascal(name)) : null)
            .With("requestBody", operation.Node.Get("requestBody") is null ? null : similar.Node.Get("requestBody"))
            .With("responses", responses);

        var paths = ours.Map("paths")!.Children.Keys;
        var path = paths.FirstOrDefault(path => ((YamlScalarNode)path).Value == operation.Path);
        IEnumerable<string> lines = [$"  {operation.Method}:", .. node.Lines().Select(line => "    " + line)];
        if (path is null)
            lines = ["", $"{operation.Path}:", .. lines];
        text.Append(path ?? paths.Last(), lines, SpecText.IndentOf(paths.Last()));
        changes.Add(new(Breaking: false, "operation", $"{operation.Title} ({name})"));
    }

    private static YamlMappingNode Response(string? type)
    {
        if (type is null)
            return [];
        var content = new YamlMappingNode().With("application/json", new YamlMappingNode().With("schema", Translation.Reference(type)));
        return new YamlMappingNode().With("content", content);
    }
}
