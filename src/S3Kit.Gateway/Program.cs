using S3Kit.Gateway;

var builder = WebApplication.CreateBuilder(args);

// Everybody who can connect may read and delete everything. So without its settings file too the gateway listens to this machine only, and only under
// its own names: a web page whose host name resolves to this machine would otherwise be of the same origin.
if (string.IsNullOrEmpty(builder.Configuration[WebHostDefaults.ServerUrlsKey]))
{
    builder.WebHost.UseUrls("http://127.0.0.1:5080");
}

builder.Configuration["AllowedHosts"] ??= "localhost;127.0.0.1;[::1]";

builder.Services.AddS3Kit(builder.Configuration);
builder.Services.AddHealthChecks().AddS3Kit();

var app = builder.Build();
app.MapObjectBrowser();
app.MapObjectStore();
app.MapHealthReport();
await app.RunAsync().ConfigureAwait(false);
