using System.Net;
using System.Net.Sockets;
using System.Text;

namespace S3Kit.AspNetCore.Tests;

/// <summary>Sends exactly the bytes it is told to: <see cref="HttpClient"/> tidies targets up before a server could see them.</summary>
internal static class RawClient
{
    /// <summary>Sends a request without a body and reads the answer to its end.</summary>
    public static async Task<(int Status, string Text)> SendAsync(IPEndPoint server, string method, string target)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(server);
        var stream = client.GetStream();
        await stream.WriteAsync(Encoding.Latin1.GetBytes($"{method} {target} HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"));
        using var reader = new StreamReader(stream, Encoding.UTF8);
        var text = await reader.ReadToEndAsync();
        return (int.Parse(text.AsSpan(9, 3), System.Globalization.CultureInfo.InvariantCulture), text);
    }
}
