namespace OnePassword.Events.Cli.Config;

/// <summary>What is wrong with one value. It becomes one of the <see cref="ConfigProblems"/>, and the reading goes on.</summary>
internal sealed class InvalidValueException(string message) : Exception(message);
