namespace OnePassword.Events.Tests.Conventions.Language;

/// <summary>Words of a text that the glossary replaces.</summary>
internal sealed record GlossaryFinding(TextFragment Fragment, int Index, string Words, string Instead)
{
    public override string ToString() => $"{Fragment.File}:{Fragment.LineAt(Index)}: \"{Words.ReplaceLineEndings(" ")}\", better: {Instead}";
}
