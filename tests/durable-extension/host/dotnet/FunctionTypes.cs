using System.Reflection;
using System.Reflection.Emit;
using Microsoft.Azure.WebJobs;
using Microsoft.Azure.WebJobs.Extensions.DurableTask;
using Newtonsoft.Json.Linq;

namespace Azebal.DurableExtensionHost;

/// <summary>
/// Emits one static method for each durable function of the app, as the Functions host does for script languages: a trigger
/// parameter of type string, which makes the extension treat the function as out of process, and a Task&lt;object&gt; result.
/// </summary>
public sealed class FunctionTypes : ITypeLocator
{
    readonly Type type;

    public FunctionTypes(JArray functions)
    {
        var assembly = AssemblyBuilder.DefineDynamicAssembly(new AssemblyName("Host"), AssemblyBuilderAccess.Run);
        var builder = assembly.DefineDynamicModule("Host").DefineType("Host.Functions", TypeAttributes.Public | TypeAttributes.Class | TypeAttributes.Abstract | TypeAttributes.Sealed);
        foreach (var function in functions)
        {
            string name = (string)function["name"]!;
            switch ((string)function["trigger"]!)
            {
                case "orchestrationTrigger": EmitTriggered(builder, name, typeof(OrchestrationTriggerAttribute), passesInstanceId: false); break;
                case "activityTrigger": EmitTriggered(builder, name, typeof(ActivityTriggerAttribute), passesInstanceId: true); break;
            }
        }
        EmitClientProbe(builder);
        type = builder.CreateType();
    }

    public IReadOnlyList<Type> GetTypes() => [type];

    /// <summary>A function whose only purpose is that the extension writes the durableClient binding's text.</summary>
    public MethodInfo ClientProbe => type.GetMethod(ProbeName)!;

    /// <summary>What the extension wrote when the probe was called.</summary>
    public static string? ClientBinding { get; private set; }

    public static void TakeClientBinding(string binding) => ClientBinding = binding;

    const string ProbeName = "__client_probe";

    static void EmitTriggered(TypeBuilder type, string name, Type trigger, bool passesInstanceId)
    {
        Type[] parameters = passesInstanceId ? [typeof(string), typeof(string)] : [typeof(string)];
        var method = type.DefineMethod(name, MethodAttributes.Public | MethodAttributes.Static, typeof(Task<object>), parameters);
        method.SetCustomAttribute(Attribute(typeof(FunctionNameAttribute), name));
        method.DefineParameter(1, ParameterAttributes.None, "context").SetCustomAttribute(Attribute(trigger));
        if (passesInstanceId) method.DefineParameter(2, ParameterAttributes.None, "instanceId");
        var code = method.GetILGenerator();
        code.Emit(OpCodes.Ldstr, name);
        code.Emit(OpCodes.Ldarg_0);
        code.Emit(passesInstanceId ? OpCodes.Ldarg_1 : OpCodes.Ldnull);
        code.Emit(OpCodes.Call, typeof(WorkerChannel).GetMethod(nameof(WorkerChannel.Invoke))!);
        code.Emit(OpCodes.Ret);
    }

    static void EmitClientProbe(TypeBuilder type)
    {
        var method = type.DefineMethod(ProbeName, MethodAttributes.Public | MethodAttributes.Static, typeof(void), [typeof(string)]);
        method.SetCustomAttribute(Attribute(typeof(NoAutomaticTriggerAttribute)));
        method.DefineParameter(1, ParameterAttributes.None, "client").SetCustomAttribute(Attribute(typeof(DurableClientAttribute)));
        var code = method.GetILGenerator();
        code.Emit(OpCodes.Ldarg_0);
        code.Emit(OpCodes.Call, typeof(FunctionTypes).GetMethod(nameof(TakeClientBinding))!);
        code.Emit(OpCodes.Ret);
    }

    static CustomAttributeBuilder Attribute(Type attribute, params object[] arguments) =>
        new(attribute.GetConstructor([.. arguments.Select(argument => argument.GetType())])!, arguments);
}
