using OnePassword.Events.SpecUpdate;

return Update.Run(args, Console.Out, Console.Error);
