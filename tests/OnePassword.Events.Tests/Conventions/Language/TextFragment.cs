namespace OnePassword.Events.Tests.Conventions.Language;

/// <summary>A paragraph, comment, string or test name. <see cref="Break"/> separates the paragraphs of a documentation comment.</summary>
internal sealed record TextFragment(string File, int Line, TextKind Kind, string Text)
{
    public const char Break = '\u2029';

    public int LineAt(int index) => Line + Text.AsSpan(0, index).Count('\n');
}
