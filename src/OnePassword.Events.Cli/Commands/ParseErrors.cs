using System.CommandLine;
using System.CommandLine.Parsing;
using OnePassword.Events.Cli.Shared;
using OnePassword.Events.Redaction;

namespace OnePassword.Events.Cli.Commands;

/// <summary>Describes what is wrong with a command line, in one line.</summary>
internal static class ParseErrors
{
    public static string Describe(ParseResult command)
    {
        var path = PathOf(command.CommandResult.Command);
        var problem = command.UnmatchedTokens.Count > 0
            ? $"There is no command or option {Format.Argument(command.UnmatchedTokens[0])}."
            : WrongType(command.Errors[0])
                ?? string.Join(' ', command.Errors[0].Message.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        return $"{problem} See {path} --help.";
    }

    // System.CommandLine names the .NET type of a value that it cannot parse.
    private static string? WrongType(ParseError error)
    {
        if ((error.SymbolResult as OptionResult ?? error.SymbolResult?.Parent as OptionResult) is not { } result
            || !error.Message.Contains("'System.", StringComparison.Ordinal))
            return null;
        var form = Type.GetTypeCode(Nullable.GetUnderlyingType(result.Option.ValueType) ?? result.Option.ValueType) switch
        {
            TypeCode.Boolean => "true or false",
            TypeCode.Double => "a number",
            _ => "a whole number in its range",
        };
        return $"{result.Option.Name} {SafeText.Quote(result.Tokens.Count > 0 ? result.Tokens[0].Value : "")} is not {form}.";
    }

    // As it is typed: the name of the root command is that of the process.
    private static string PathOf(Command command) =>
        command.Parents.OfType<Command>().FirstOrDefault() is { } parent ? $"{PathOf(parent)} {command.Name}" : "op-events";
}
