using S3Kit.Gateway;

var builder = WebApplication.CreateBuilder(args);

// Everybody who can connect may read and delete everything: without the settings file too, only this machine can.
if (string.IsNullOrEmpty(builder.Configuration[WebHostDefaults.ServerUrlsKey]))
{
    builder.WebHost.UseUrls("http://127.0.0.1:5080");
}

builder.Services.AddS3Kit(builder.Configuration);
builder.Services.AddHealthChecks();

var app = builder.Build();
app.MapObjectBrowser();
app.MapObjectStore();
app.MapHealthReport();
await app.RunAsync().ConfigureAwait(false);
