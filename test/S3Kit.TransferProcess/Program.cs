using System.Globalization;
using System.Security.Cryptography;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using S3Kit;
using S3Kit.TransferProcess;

// The endpoint comes from S3_ENDPOINT and its like, everything else from S3Kit__*: an app as any.
HostApplicationBuilder builder = Host.CreateApplicationBuilder();
builder.Logging.ClearProviders();
var parts = new PartCounter();
builder.Services.AddS3Kit(builder.Configuration).ConfigureHttpClient("default", client => client.AddHttpMessageHandler(() => parts.CreateHandler()));
using IHost host = builder.Build();
await host.StartAsync();
IObjectStore store = host.Services.GetRequiredService<IObjectStore>();
long started = TimeProvider.System.GetTimestamp();
switch (args)
{
    case ["upload", var file, var bucket, var key, var checkpoints]:
        await store.UploadFileAsync(file, bucket, key, new UploadFileOptions { Checkpoints = new FileUploadCheckpointStore(checkpoints), Progress = new ProgressLines() });
        break;
    case ["upload-random-stream", var bytes, var bucket, var key]:
        await using (var source = new RandomStream(long.Parse(bytes, CultureInfo.InvariantCulture)))
        {
            await store.PutObjectAsync(bucket, key, source);
            Console.WriteLine($"sha256 {source.Sha256}");
        }

        break;
    case ["download", var bucket, var key]:
        await using (GetObjectResult got = await store.GetObjectAsync(bucket, key))
        {
            Console.WriteLine($"sha256 {Convert.ToHexStringLower(await SHA256.HashDataAsync(got.Content))}");
        }

        break;
    default:
        await Console.Error.WriteLineAsync("upload FILE BUCKET KEY CHECKPOINTS | upload-random-stream BYTES BUCKET KEY | download BUCKET KEY");
        return 2;
}

Console.WriteLine($"parts-sent {parts.Count}");
Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"seconds {TimeProvider.System.GetElapsedTime(started).TotalSeconds:F1}"));
Console.WriteLine($"peak-kib {PeakMemory.ReadKib()}");
await host.StopAsync();
return 0;
