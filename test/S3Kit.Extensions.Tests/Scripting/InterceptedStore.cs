using System.Reflection;
using System.Runtime.ExceptionServices;

namespace S3Kit.Tests.Scripting;

/// <summary>A store of which a test sees, or answers, the calls; those it does not answer go to another store.</summary>
public class InterceptedStore : DispatchProxy
{
    private IObjectStore? _inner;
    private Func<string, object?[], object?> _answer = null!;

    /// <summary>A store that asks for an answer by the method's name and arguments; null passes the call on.</summary>
    public static IObjectStore Create(IObjectStore? inner, Func<string, object?[], object?> answer)
    {
        IObjectStore store = Create<IObjectStore, InterceptedStore>();
        ((InterceptedStore)store)._inner = inner;
        ((InterceptedStore)store)._answer = answer;
        return store;
    }

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
    {
        if (_answer(targetMethod!.Name, args!) is { } answer)
        {
            return answer;
        }

        try
        {
            return targetMethod.Invoke(_inner, args);
        }
        catch (TargetInvocationException e)
        {
            ExceptionDispatchInfo.Throw(e.InnerException!);
            throw;
        }
    }
}
