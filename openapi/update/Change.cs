namespace OnePassword.Events.SpecUpdate;

/// <summary>What one difference means for a program that uses the generated code.</summary>
/// <param name="Breaking">Whether such a program may no longer compile or be understood by the service.</param>
/// <param name="Kind">operation, schema, field or value.</param>
/// <param name="Text">Which one, and what happened to it.</param>
/// <param name="Kept">It is gone from the official file, and still in ours.</param>
internal sealed record Change(bool Breaking, string Kind, string Text, bool Kept = false)
{
    public override string ToString() => $"{(Breaking ? "breaking" : "additive")}  {Kind,-9}  {Text}{(Kept ? ": gone, kept here" : "")}";
}
