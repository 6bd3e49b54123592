using OnePassword.Events.Cli;

return await OpEvents.RunAsync(args, ToolIo.OfProcess()).ConfigureAwait(false);
