using System.Reflection;
using Orleans.Concurrency;

namespace Orleans.Runtime;

/// <summary>What the runtime knows of one method of a grain interface.</summary>
internal sealed class GrainMethod
{
    private readonly MethodInvoker _invoker;
    private readonly Copier[] _arguments;
    private readonly Copier _answer;
    private readonly int _cancellation;
    private readonly Func<GrainMethod, GrainFactory, GrainId, object?[], object> _send;

    public GrainMethod(MethodInfo method)
    {
        Name = $"{method.DeclaringType!.Name}.{method.Name}";
        if (method.ContainsGenericParameters) throw new NotSupportedException($"{Name}: generic grain methods are not supported.");
        ReadOnly = method.IsDefined(typeof(ReadOnlyAttribute));
        AlwaysInterleaves = method.IsDefined(typeof(AlwaysInterleaveAttribute));
        OneWay = method.IsDefined(typeof(OneWayAttribute));
        _invoker = MethodInvoker.Create(method);
        _arguments = [.. method.GetParameters().Select(parameter =>
            parameter.IsDefined(typeof(ImmutableAttribute)) ? Copier.AsIs : Copier.For(parameter.ParameterType))];

        _cancellation = Array.FindIndex(method.GetParameters(), parameter => parameter.ParameterType == typeof(CancellationToken));

        var returns = method.ReturnType;
        var answers = returns.IsGenericType ? returns.GetGenericArguments()[0] : typeof(Nothing);
        var shape = returns.IsGenericType ? returns.GetGenericTypeDefinition() : returns;
        _answer = method.ReturnParameter.IsDefined(typeof(ImmutableAttribute)) ? Copier.AsIs : Copier.For(answers);
        var sender = shape == typeof(Task) || shape == typeof(Task<>) ? nameof(SendForTask)
            : shape == typeof(ValueTask) ? nameof(SendForPlainValueTask)
            : shape == typeof(ValueTask<>) ? nameof(SendForValueTask)
            : throw new NotSupportedException($"{Name}: a grain method answers with a Task or a ValueTask.");
        _send = typeof(GrainMethod).GetMethod(sender, BindingFlags.Static | BindingFlags.NonPublic)!.MakeGenericMethod(answers)
            .CreateDelegate<Func<GrainMethod, GrainFactory, GrainId, object?[], object>>();
    }

    public string Name { get; }

    public bool ReadOnly { get; }

    public bool AlwaysInterleaves { get; }

    public bool OneWay { get; }

    /// <summary>Sends the call and answers with the task that the interface method promises.</summary>
    public object Send(GrainFactory caller, GrainId target, object?[] arguments) => _send(this, caller, target, arguments);

    public object? Invoke(object grain, object?[] arguments) => _invoker.Invoke(grain, arguments.AsSpan());

    public object? CopyAnswer(object? answer) => _answer.Copy(answer);

    private static object SendForTask<T>(GrainMethod method, GrainFactory caller, GrainId target, object?[] arguments) =>
        method.Post<T>(caller, target, arguments);

    private static object SendForValueTask<T>(GrainMethod method, GrainFactory caller, GrainId target, object?[] arguments) =>
        new ValueTask<T>(method.Post<T>(caller, target, arguments));

    private static object SendForPlainValueTask<T>(GrainMethod method, GrainFactory caller, GrainId target, object?[] arguments) =>
        new ValueTask(method.Post<T>(caller, target, arguments));

    private Task<T> Post<T>(GrainFactory caller, GrainId target, object?[] arguments)
    {
        try
        {
            var silo = caller.Silo();
            var copies = arguments.Length == 0 ? arguments : new object?[arguments.Length];
            for (var i = 0; i < arguments.Length; i++) copies[i] = _arguments[i].Copy(arguments[i]);
            var call = new MethodCall<T>(target, this, copies, silo.Threads.Answers);
            if (!OneWay) caller.Calls.Expect(call);
            if (_cancellation >= 0) call.CancelWith((CancellationToken)copies[_cancellation]!);
            silo.Deliver(call);
            return OneWay ? Task.FromResult<T>(default!) : call.Task;
        }
        catch (Exception error)
        {
            return Task.FromException<T>(error); // as from a call that failed later: callers see one kind of failure
        }
    }
}
