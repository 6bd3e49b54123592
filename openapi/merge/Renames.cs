namespace OnePassword.Events.SpecMerge;

/// <summary>The new members of a schema, which may be new names of members that are gone.</summary>
internal sealed class Renames
{
    /// <summary>More new members of a type say nothing about a rename.</summary>
    private const int MaxCandidates = 3;

    private readonly List<(string Name, string Type)> _new = [];

    public void AddNew(string name, string type) => _new.Add((name, type));

    /// <summary>Returns a hint for the report about a member that is gone; empty without new members of its type.</summary>
    public string HintFor(string type)
    {
        var candidates = _new.Where(added => added.Type == type).Select(added => added.Name).ToList();
        return candidates.Count is > 0 and <= MaxCandidates
            ? $". {string.Join(" or ", candidates)} is new and has the same type: renamed?"
            : "";
    }
}
