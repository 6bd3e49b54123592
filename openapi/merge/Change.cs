namespace OnePassword.Events.SpecMerge;

/// <summary>One difference, and its effect on a program that uses the generated code.</summary>
/// <param name="Breaking">Whether such a program may no longer compile, or the service may reject its requests.</param>
/// <param name="Kind">One of: operation, schema, field, value.</param>
/// <param name="Text">The description of the difference.</param>
/// <param name="IsKept">Whether the official file no longer has it and ours does.</param>
/// <param name="Hint">A sentence about a possible rename; may be empty.</param>
internal sealed record Change(bool Breaking, string Kind, string Text, bool IsKept = false, string Hint = "")
{
    public override string ToString() =>
        $"{(Breaking ? "breaking" : "additive")}  {Kind,-9}  {Text}{(IsKept ? ": gone, kept here" : "")}{Hint}";
}
