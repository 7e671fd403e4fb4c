using S3Kit.Credentials;

namespace S3Kit.Tests.Credentials;

/// <summary>A provider whose answers a test gives, each when it likes.</summary>
internal sealed class ScriptedProvider : ICredentialProvider
{
    private readonly Queue<TaskCompletionSource<IssuedCredentials>> _answers = new();

    public string Description => "a script";

    public int Fetches { get; private set; }

    /// <summary>Prepares the next answer, which is given when the source returned is completed.</summary>
    public TaskCompletionSource<IssuedCredentials> Next()
    {
        var answer = new TaskCompletionSource<IssuedCredentials>(TaskCreationOptions.RunContinuationsAsynchronously);
        _answers.Enqueue(answer);
        return answer;
    }

    public async ValueTask<IssuedCredentials> FetchAsync(CancellationToken cancellationToken)
    {
        Fetches++;
        return await _answers.Dequeue().Task;
    }
}
