using Kafka.Sli.Probe.Commands;

return await ProbeCommandLine.RunAsync(args);
