using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace S3Kit.AspNetCore.Tests;

/// <summary>An app around the routes, in memory or on a real server, with a client for it.</summary>
internal sealed class TestApp : IAsyncDisposable
{
    private readonly WebApplication _app;

    private TestApp(WebApplication app, HttpClient client, MemoryObjectStore store)
    {
        _app = app;
        Client = client;
        Store = store;
    }

    public HttpClient Client { get; }

    public MemoryObjectStore Store { get; }

    /// <summary>Where the app listens; only with a real server.</summary>
    public IPEndPoint Address => new(IPAddress.Loopback, new Uri(_app.Urls.First()).Port);

    public static Task<TestApp> StartAsync(Action<ObjectStoreEndpointOptions>? configure = null) =>
        StartAsync(app => app.MapObjectStore(configure: configure));

    public static async Task<TestApp> StartAsync(Action<WebApplication> map, Action<IServiceCollection>? services = null, bool onKestrel = false)
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { EnvironmentName = "Production" });
        builder.Logging.ClearProviders();
        if (onKestrel)
        {
            builder.WebHost.UseUrls("http://127.0.0.1:0");
        }
        else
        {
            builder.WebHost.UseTestServer();
        }

        var store = new MemoryObjectStore();
        store.Buckets.TryAdd("bucket", new(StringComparer.Ordinal));
        builder.Services.AddSingleton<IObjectStore>(store);
        services?.Invoke(builder.Services);
        var built = builder.Build();
        map(built);
        await built.StartAsync();
        var client = onKestrel ? new HttpClient { BaseAddress = new Uri(built.Urls.First()) } : built.GetTestClient();
        return new TestApp(built, client, store);
    }

    public Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, params (string Name, string Value)[] headers) =>
        SendAsync(method, path, content: null, headers);

    public async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, HttpContent? content, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, path) { Content = content };
        foreach (var (name, value) in headers)
        {
            if (!request.Headers.TryAddWithoutValidation(name, value))
            {
                request.Content!.Headers.TryAddWithoutValidation(name, value);
            }
        }

        return await Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.DisposeAsync();
    }
}
