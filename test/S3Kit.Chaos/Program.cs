using S3Kit.Chaos;
using S3Kit.Chaos.Gateways;
using S3Kit.Chaos.Measuring;

try
{
    var arguments = ChaosArguments.Parse(args);
    var gateways = GatewaySettings.Read();
    if (arguments.Verb == "measure")
    {
        await new OutageMeasurement(gateways, arguments.Callers, Console.WriteLine).RunAsync();
        return 0;
    }

    return await new ChaosRun(gateways, arguments, Console.WriteLine).RunAsync() ? 0 : 1;
}
catch (Exception e) when (e is FormatException or InvalidOperationException)
{
    await Console.Error.WriteLineAsync(e.Message);
    return 2;
}
