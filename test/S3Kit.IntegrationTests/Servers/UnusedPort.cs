using System.Net;
using System.Net.Sockets;

namespace S3Kit.IntegrationTests;

/// <summary>An address on which nobody listens.</summary>
internal static class UnusedPort
{
    public static string Url()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        listener.Stop();
        return $"http://127.0.0.1:{port}";
    }
}
