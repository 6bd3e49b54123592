namespace OnePassword.Events.SpecMerge;

/// <summary>
/// Merges the official specification into one of our files. It appends what is new, and reports every difference. It never
/// changes or removes lines: what changed or is gone officially needs a decision by a person.
/// </summary>
internal sealed class Merge(SpecDocument ours, SpecDocument official, bool isV2)
{
    public string Version => isV2 ? "V2" : "V1";

    public SpecText Text { get; } = new(ours.Text);

    public List<Change> Changes { get; } = [];

    /// <summary>Returns whether an operation belongs to the version of this file.</summary>
    public bool Includes(Operation operation) => isV2 ? operation.Path.StartsWith("/api/v2/", StringComparison.Ordinal)
        : operation.Path.StartsWith("/api/v1/", StringComparison.Ordinal)
            || operation.Path.StartsWith("/api/auth/", StringComparison.Ordinal);

    public void Run()
    {
        var types = new OfficialTypes(ours, official);
        var translation = new Translation(official, types);
        var operations = new OperationMerge(ours, official, types, translation, Text, Changes);
        var schemas = new SchemaMerge(ours, official, types, translation, Text, Changes);

        foreach (var operation in official.Operations.Where(Includes))
            operations.Merge(operation);
        while (types.NextReached() is { } schema)
            schemas.Merge(schema);

        foreach (var operation in ours.Operations.Where(operation => official.Find(operation.Title) is null))
            Changes.Add(new(Breaking: true, "operation", $"{operation.Title} ({operation.Id})", IsKept: true));
        foreach (var name in ours.Schemas.Keys
            .Where(name => !types.IsReached(name) && !ours.Schemas[name].IsTrue(SchemaMerge.BeyondOfficial)))
            Changes.Add(new(Breaking: true, "schema", name, IsKept: true));
    }
}
