namespace OnePassword.Events.Tests.Conventions.Language;

internal enum TextKind
{
    Guide,
    Comment,
    Message,
    TestName,
}
