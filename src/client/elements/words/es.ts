/**
 * Spanish. One is addressed as "tú", the page speaks of itself as "nosotros".
 *
 * Glossary: room sala, link enlace, relay repetidor, creator responsable, key clave, seat plaza, members participantes.
 */
import type { TitledText } from "./en.ts"
import type { Words } from "./enRoom.ts"
import type { Phrasing } from "./Phrasing.ts"

export const es = (say: Phrasing): Words => {
  const askAgain = "Pide otra vez el enlace entero, mejor en un mensaje que puedas copiar."
  const isNotWhole = (part: string): TitledText => ({
    title: "Este enlace no está entero",
    text: `${part} Algo lo cambió por el camino. ${askAgain}`
  })
  const noLink: TitledText = {
    title: "Esto no es el enlace de una sala",
    text: `El enlace de una sala lleva /r/, y un # con una clave detrás. ${askAgain}`
  }
  const byItself = "Lo volvemos a intentar por nuestra cuenta; deja esta página abierta."
  const ended = "La sala ha terminado"
  return {
    common: {
      cancel: "Cancelar",
      close: "Cerrar",
      makeNewRoom: "Crear una sala nueva",
      makeOwnRoom: "Crear una sala propia"
    },
    language: {
      label: "Idioma",
      failed: "Ese idioma no llegó. Comprueba tu conexión y elígelo otra vez."
    },
    pageTitles: {
      home: "Pug: una sala que olvida",
      stages: {
        invited: "Invitación · Pug",
        unusable: "Este enlace no funciona · Pug",
        entering: "Entrando · Pug",
        waiting: "Esperando · Pug",
        inside: "Sala · Pug",
        ended: "El final · Pug"
      }
    },
    name: {
      label: "Tu nombre",
      hint: "opcional, oculto para el repetidor"
    },
    password: {
      label: "Contraseña",
      choice: "Pedir también una contraseña",
      toMake:
        "Dila por otro camino que el enlace. Cuatro palabras son difíciles de adivinar. No se guarda en ninguna parte: sin ella no entra nadie, tampoco tú.",
      toJoin: "Esta sala la pide además del enlace. Quien te ha invitado puede decírtela.",
      missing: "Escribe primero la contraseña."
    },
    home: {
      heading: "Una sala que olvida.",
      claim: "Se habla, y después no queda nada.",
      pitch:
        "Crea una sala y envía su enlace a las personas con quienes quieres hablar. Tus palabras se cifran en el navegador. El repetidor las transmite, no puede leerlas y no guarda nada. Sin cuenta, sin aplicación.",
      lasts: "Duración",
      people: "Personas",
      upTo: (count) => `hasta ${say.number(count)}`,
      make: "Crear una sala",
      working: "Un poco de cálculo, para que los robots no nos inunden.",
      workingLong: "Tarda más de lo habitual.",
      workLabel: "Cálculo",
      terms: "Lo que esto hace y lo que no hace",
      does: "Esto hace",
      doesList: [
        "cifrar y descifrar en tu navegador, con una clave que está solo en el enlace",
        "terminar la sala para todos cuando se acaba su tiempo, cuando tú la terminas o cuando se va la última persona",
        "mostrarte cuándo un mensaje falta, fue alterado o llega dos veces",
        "no guardar nada: ni cuenta, ni historial, ni cookies, nada en tu dispositivo, salvo el camino de vuelta si lo pides"
      ],
      doesNot: "Esto no hace",
      doesNotList: [
        "impedir que alguien en la sala copie o fotografíe lo que lee",
        "decirte quién es una persona: quien tiene el enlace puede entrar",
        "ocultar al repetidor que hablas, cuándo, cuánto y desde qué dirección de red",
        "ayudar si tu dispositivo está vigilado, o si alguien lee el enlace por el camino o en el historial de tu navegador"
      ]
    },
    createFailed: {
      tooMany: (when) => `Se están creando demasiadas salas desde tu red. Inténtalo otra vez ${when}.`,
      busy: "El repetidor está lleno ahora mismo. Inténtalo otra vez dentro de un minuto.",
      refused: "Este repetidor no te deja crear una sala.",
      refusedBecause: (reason) => `Este repetidor no te deja crear una sala: ${reason}`,
      challengeExpired:
        "El cálculo tardó más de lo que el repetidor espera. Inténtalo otra vez y deja esta página delante mientras tanto.",
      unreachable: "El repetidor no responde. Comprueba tu conexión e inténtalo otra vez.",
      pageFailed: "Esta página tiene un fallo, y la culpa es nuestra. Vuelve a cargarla.",
      other: (code) => `No se creó ninguna sala (${code}). Inténtalo otra vez.`
    },
    paste: {
      label: "¿Tienes un enlace?",
      placeholder: "Pégalo, o escribe sus palabras",
      didYouMean: "Quizá querías decir",
      open: "Abrir la sala",
      whole: "Este enlace está entero.",
      otherRelay: (host) => `Lleva a otro repetidor, ${host}.`,
      repaired: (repairs) => `Lo hemos reparado: ${repairs}.`,
      repairSeparator: "; ",
      repairs: {
        surroundings: "quitamos el texto de alrededor",
        characters: "restauramos caracteres codificados",
        invisible: "quitamos caracteres invisibles",
        breaks: "unimos lo que estaba en varias líneas",
        address: "completamos su comienzo",
        separators: "pusimos de nuevo un # o un &",
        additions: "quitamos lo que otros le habían añadido"
      },
      noList: {
        title: "La lista de palabras no llegó",
        text: "Comprueba tu conexión y vuelve a cargar esta página. Un enlace pegado funciona sin ella."
      }
    },
    spoken: {
      tooManyLines: (count) => `Hay más de ${say.number(count)} líneas. Quita lo que sobra.`,
      allRight: (count) => `Las ${say.number(count)} líneas están bien.`,
      someRight: (right, count) => `Líneas que están bien: ${say.number(right)} de ${say.number(count)}.`,
      begun: (line, count, full) => `Línea ${say.number(line)}: ${say.number(count)} de ${say.number(full)} palabras.`,
      miscounted: (line, count, full) =>
        `La línea ${say.number(line)} tiene ${say.plural(count, { one: "1 palabra", other: `${say.number(count)} palabras` })}. Deberían ser ${say.number(full)}.`,
      wrong: (line) => `Algo en la línea ${say.number(line)} no está bien. Compara sus palabras.`,
      unknown: (line, word) => `Línea ${say.number(line)}: «${word}» no es una de las palabras.`
    },
    link: {
      empty: noLink,
      "not-a-url": noLink,
      "unsupported-scheme": noLink,
      "credentials-in-url": noLink,
      "not-a-room-link": noLink,
      "secrets-exposed": {
        title: "Este enlace ha revelado su clave",
        text: "Por el camino, su # se convirtió en %23. Así la clave llegó al repetidor, que nunca debe tenerla. No uses esta sala. Crea otra y envía su enlace por otra vía."
      },
      "room-id-wrong-length": isNotWhole("El nombre de la sala que lleva es demasiado corto o demasiado largo."),
      "room-id-not-base64url": isNotWhole("El nombre de la sala que lleva tiene caracteres que no le corresponden."),
      "fragment-missing": {
        title: "Falta la clave",
        text: "El enlace de una sala lleva un # con una clave detrás; aquí falta esa parte. Si has vuelto a cargar esta página: su clave no se guardó. Abre otra vez el enlace entero."
      },
      "key-missing": isNotWhole("No lleva la clave (k=)."),
      "key-repeated": isNotWhole("Lleva la clave (k=) más de una vez."),
      "key-wrong-length": isNotWhole("La clave (k=) que lleva es demasiado corta o demasiado larga."),
      "key-not-base64url": isNotWhole("La clave (k=) que lleva tiene caracteres que no le corresponden."),
      "secret-missing": isNotWhole("No lleva el secreto de la sala (s=)."),
      "secret-repeated": isNotWhole("Lleva el secreto de la sala (s=) más de una vez."),
      "secret-wrong-length": isNotWhole("El secreto de la sala (s=) que lleva es demasiado corto o demasiado largo."),
      "secret-not-base64url": isNotWhole(
        "El secreto de la sala (s=) que lleva tiene caracteres que no le corresponden."
      ),
      "address-missing": isNotWhole("Falta su comienzo: la dirección antes del #."),
      "address-broken": isNotWhole("Su dirección está rota y se puede recomponer de más de una manera."),
      "letter-case-lost": isNotWhole("Todas sus letras han pasado a minúsculas o a mayúsculas, y necesita las dos."),
      "several-links": {
        title: "Hay más de un enlace",
        text: "Los enlaces de este texto llevan a salas distintas, o a una sala con claves distintas. Pega solo el que quieres."
      },
      "read-by-another-site": {
        title: "Otro sitio ha leído este enlace",
        text: "El enlace está dentro de la dirección de otro sitio, que así ha obtenido su clave. No uses esta sala. Crea otra y envía su enlace por otra vía."
      }
    },
    insecure: {
      title: "Esta página no puede cifrar",
      text: "Se abrió por http, y los navegadores solo cifran en páginas abiertas por https. Abre la misma dirección con https:// delante. Si este repetidor es tuyo, dale un certificado."
    },
    join: {
      heading: "Te han invitado a hablar.",
      pitch:
        "Este enlace es para una conversación. Lo que escribes se cifra en tu navegador, y solo quienes tienen el enlace pueden leerlo; el repetidor que hay en medio no puede. Cuando la sala termina, no queda nada.",
      join: "Entrar en la sala",
      beforehand:
        "Nadie en la sala te ve antes de que entres. Conserva el enlace: lo necesitas otra vez después de recargar, salvo que, una vez dentro, dejes que esta pestaña lo guarde."
    },
    wait: {
      entering: { title: "Entrando", text: "Pedimos una plaza al repetidor." },
      working: { title: "Entrando", text: "Un poco de cálculo, para que los robots no nos inunden." },
      lost: {
        title: "El repetidor no responde",
        text: `${byItself} Si otras páginas se abren, quizá esta red bloquea el tipo de conexión que necesita una conversación (un WebSocket); prueba con otra.`
      },
      blocked: {
        title: "Esta red bloquea la conversación",
        text: `El repetidor responde, pero algo entre tú y él no deja pasar ningún WebSocket, y una conversación necesita uno. Lo hacen redes de empresa y filtros. Prueba con otra red, la de un teléfono por ejemplo. ${byItself}`
      },
      unreachable: {
        title: "No se llega al repetidor",
        text: `No responde en absoluto: este dispositivo no tiene conexión, o el repetidor está parado. ${byItself}`
      },
      "not-open-yet": {
        title: "Aún no está abierta",
        text: `La persona que creó esta sala aún no está aquí. Se abre cuando ella entre. ${byItself}`
      },
      full: {
        title: "La sala está llena",
        text: `Todas las plazas están ocupadas. Cuando alguien se vaya, entrarás tú. ${byItself}`
      },
      locked: {
        title: "La sala está cerrada con llave",
        text: `La persona que creó esta sala no deja entrar a nadie más por ahora. ${byItself}`
      },
      busy: {
        title: "El repetidor está ocupado",
        text: `No tiene sitio para otra conexión ahora mismo. ${byItself}`
      },
      "too-many": {
        title: "Demasiadas desde tu red",
        text: `El repetidor ya tiene tantas conexiones o intentos desde tu dirección de red como permite. ${byItself}`
      },
      tryNow: "Probar ahora",
      giveUp: "Desistir"
    },
    banner: {
      working: "Volviendo a entrar: primero un poco de cálculo.",
      lost: "Conexión perdida. Lo que escribes espera.",
      waiting: (title) => `${title}. Seguimos intentándolo.`,
      reconnect: "Reconectar ahora"
    },
    room: {
      heading: "Sala",
      conversation: "Conversación",
      panel: "Participantes y controles",
      here: (count) => `${say.number(count)} aquí`,
      hereLocked: (count) => `${say.number(count)} aquí, con llave`,
      invite: "Invitar",
      leave: "Salir",
      vanish: "Desaparecer",
      vanishHow: "Sale al instante y vacía esta página. Con el teclado: Esc tres veces.",
      purge: "Terminar para todos",
      lock: "Cerrar con llave",
      unlock: "Abrir de nuevo",
      rotate: "Enlace nuevo",
      alone: "Ahora no hay nadie más aquí. Si sales o cierras esta página, la sala termina.",
      aloneFor: (wait) => `No hay nadie más aquí. Envía el enlace; si cierras esta página, la sala espera ${wait}.`,
      notVerified: "Aún sin comprobar: si tu enlace tiene la clave correcta, se verá cuando haya alguien más aquí.",
      passwordNotVerified: "Aún sin comprobar: si tu contraseña es la correcta, se verá cuando haya alguien más aquí.",
      wrongKey:
        "Lo que escriben los demás no se abre con la clave de tu enlace, así que no podéis leeros. Pide otra vez el enlace.",
      timeLeftLabel: "Tiempo restante",
      left: "restante"
    },
    away: {
      heading: "Mientras miro a otra parte",
      veil: "Difuminar la conversación",
      sound: "Emitir un sonido suave",
      notify: "Mostrar una notificación",
      notifyHow: "Solo dice que ha llegado algo: ni qué, ni de quién, ni dónde.",
      notifyRefused: "El navegador no permite notificaciones aquí. Sus ajustes para esta página pueden cambiarlo.",
      arrived: "Ha llegado algo."
    },
    keep: {
      choice: "Volver después de recargar",
      asGuest: "Guarda el enlace y tu nombre en esta pestaña hasta que salgas o la sala termine.",
      asCreator:
        "Guarda el enlace, tu nombre y tus derechos sobre la sala en esta pestaña hasta que salgas o la sala termine.",
      noPassword: "La contraseña se te pide de nuevo."
    },
    members: {
      heading: (count, capacity) => `${say.number(count)} de ${say.number(capacity)} aquí`,
      remove: "Quitar",
      removeLabel: (name) => `Quitar a ${name}`,
      you: "tú",
      creator: "responsable",
      verified: "la misma clave que tú",
      notVerified: "clave aún sin comprobar",
      factSeparator: ", "
    },
    log: {
      copy: "Copiar este mensaje",
      copied: "El mensaje está copiado.",
      notCopied: "El navegador no permitió copiar. Selecciona el texto.",
      label: "Mensajes",
      omitted: "Esta página no conserva los mensajes anteriores.",
      fresh: (count) => say.plural(count, { one: "1 mensaje nuevo", other: `${say.number(count)} mensajes nuevos` }),
      you: "tú",
      sent: "enviado",
      waiting: "en espera",
      notSent: "sin enviar",
      retry: "Enviar otra vez",
      discard: "Descartar",
      disappears: (time) => `desaparece tras ${time}`
    },
    composer: {
      label: "Mensaje",
      placeholder: "Escribe un mensaje",
      send: "Enviar",
      lasting: "Desaparece tras",
      stays: "Se queda hasta que termine la sala",
      lastingHow: (time) =>
        `Desaparece de cada pantalla ${time} después de llegar. Quien lo lea puede guardarlo igualmente.`,
      tooLong: (bytes) =>
        say.plural(bytes, {
          one: "Sobra 1 byte. Envíalo por partes.",
          other: `Sobran ${say.number(bytes)} bytes. Envíalo por partes.`
        }),
      bytesLeft: (bytes) => say.plural(bytes, { one: "Queda 1 byte.", other: `Quedan ${say.number(bytes)} bytes.` })
    },
    invite: {
      label: "El enlace de esta sala",
      code: "El enlace como código QR",
      copy: "Copiar enlace",
      copied: "Copiado",
      copiedStatus: "El enlace está copiado.",
      share: "Compartir",
      whoCanCome: (capacity) =>
        `Quien tenga el enlace puede entrar y leer, hasta que haya ${say.number(capacity)} personas aquí, la sala se cierre con llave o se acabe su tiempo. Envíalo solo a quien tú quieras.`,
      whoHasBoth: (capacity) =>
        `El enlace no abre nada sin la contraseña. Dila por otro camino, nunca junto al enlace. Quien tenga las dos cosas puede entrar y leer, hasta que haya ${say.number(capacity)} personas aquí, la sala se cierre con llave o se acabe su tiempo.`,
      copyByHand: "El navegador no permitió copiar. El enlace está seleccionado: cópialo a mano.",
      unknown:
        "La persona responsable ha hecho un enlace nuevo, y aún no te ha llegado. El anterior ya no funciona. Pregunta en la sala.",
      readOut: "Leerlo en voz alta, en palabras",
      readOutHow: (label) =>
        `En el otro dispositivo abre la dirección de abajo y escribe estas palabras inglesas en «${label}». Bastan las cuatro primeras letras de cada una. Quien las oiga puede entrar.`,
      notLoaded: "Una parte de esta página no llegó. El enlace funciona sin ella."
    },
    passwordDoubt: {
      title: "Esta contraseña no es la de la sala",
      text: "Lo que escriben los demás no se abre con ella, así que no podéis leeros.",
      hint: "Las mayúsculas cuentan. Si es la correcta y aun así no se abre nada, pide otra vez el enlace y la contraseña.",
      action: "Intentarlo de nuevo",
      trying: "Probando…"
    },
    shortcuts: {
      heading: "Teclado",
      send: "Enviar lo escrito",
      line: "Empezar una línea nueva",
      copy: "Del campo de mensaje al botón de copiar del último mensaje",
      messages: "De ahí a otros mensajes",
      close: "Cerrar lo que está abierto",
      vanish: "Salir al instante y vaciar esta página",
      help: "Mostrar estas teclas, si no estás escribiendo"
    },
    question: {
      leave: {
        heading: "¿Salir de la sala?",
        last: "Eres la última persona aquí, así que la sala termina y todo lo que hay en ella desaparece.",
        creator:
          "Lo que se dijo desaparece de esta página. Para volver necesitas el enlace, y entonces solo tendrás una invitación: ya nadie podrá cerrar la sala con llave ni terminarla antes de tiempo.",
        guest: "Lo que se dijo desaparece de esta página. Para volver necesitas el enlace.",
        action: "Salir"
      },
      purge: {
        heading: "¿Terminar la sala para todos?",
        text: "La sala se cierra para todos, y todo lo que se dijo desaparece. No se puede deshacer.",
        action: "Terminar para todos"
      },
      rotate: {
        heading: "¿Hacer un enlace nuevo?",
        text: "El enlace anterior deja de funcionar. Quienes están aquí se quedan y reciben el nuevo.",
        action: "Hacer un enlace nuevo"
      },
      kick: {
        heading: (name) => `¿Quitar a ${name}?`,
        text: (name) => `${name} ya no leerá lo que se diga, y conserva lo que se dijo antes.`,
        action: "Quitar",
        effect: (name) =>
          `${name} puede volver a entrar con el enlace mientras haya sitio y la sala no esté cerrada con llave.`,
        changeLink: "Quitar y cambiar el enlace",
        changeLinkEffect: (name) =>
          `El enlace anterior deja de funcionar. Los demás se quedan y reciben el nuevo; ${name} no.`
      }
    },
    note: {
      cameIn: "Has entrado. Lo que se dijo antes no se te muestra.",
      cameBackWhole: "Vuelves a tener conexión. No te has perdido nada.",
      cameBack: (missed) =>
        say.plural(missed, {
          one: "Vuelves a tener conexión. Mientras tanto se escribió como mucho 1 mensaje; no se te muestra.",
          other: `Vuelves a tener conexión. Mientras tanto se escribieron como mucho ${say.number(missed)} mensajes; no se te muestran.`
        }),
      timeLeft: (duration) =>
        `Tiempo restante: ${duration}. Después la sala termina, y todo lo que hay en ella desaparece.`,
      joined: (name) => `${name} ha entrado.`,
      returned: (name) => `${name} vuelve a tener conexión.`,
      renamed: (before, name) => `${before} se llama ahora ${name}.`,
      youAreCreator: "Ahora eres responsable de la sala.",
      isCreator: (name) => `${name} es ahora responsable de la sala.`,
      locked: "La sala está cerrada con llave. Nadie más puede entrar.",
      unlocked: "La sala vuelve a estar abierta para quien llegue.",
      newLink: "Hay un enlace nuevo. El anterior ya no funciona.",
      newLinkUnknown: "Hay un enlace nuevo, que no te ha llegado. El anterior ya no funciona.",
      left: (name) => `${name} ha salido.`,
      lost: (name) => `${name} ha perdido la conexión.`,
      kicked: (name) => `Han quitado a ${name} de la sala.`,
      refusedNotCreator: "El repetidor no lo hizo. Solo puede la persona responsable, y ya no eres tú.",
      refusedNoMember: "No hay a quién quitar: esa persona ya se ha ido.",
      refusedBusy: "El repetidor estaba demasiado ocupado para hacerlo. Inténtalo otra vez."
    },
    fault: {
      fromYou: "de tu parte",
      fromSomebody: "de alguien",
      fromMember: (name) => `de ${name}`,
      malformed: (count, from) =>
        say.plural(count, {
          one: `Un mensaje ${from} no se pudo leer y no se muestra.`,
          other: `${say.number(count)} mensajes ${from} no se pudieron leer y no se muestran.`
        }),
      misattributedToYou: (count) =>
        say.plural(count, {
          one: "Un mensaje llegó en tu nombre, pero de otra persona, y no se muestra.",
          other: `${say.number(count)} mensajes llegaron en tu nombre, pero de otra persona, y no se muestran.`
        }),
      misattributedToNobody: (count) =>
        say.plural(count, {
          one: "Un mensaje llegó en nombre de alguien que no está aquí y no se muestra.",
          other: `${say.number(count)} mensajes llegaron en nombre de alguien que no está aquí y no se muestran.`
        }),
      misattributedToMember: (count, name) =>
        say.plural(count, {
          one: `Un mensaje llegó en nombre de ${name}, pero de otra persona, y no se muestra.`,
          other: `${say.number(count)} mensajes llegaron en nombre de ${name}, pero de otra persona, y no se muestran.`
        }),
      wrongKey: (count, from) =>
        say.plural(count, {
          one: `Un mensaje ${from} está sellado con otra clave que la tuya. Alguien de vosotros tiene un enlace equivocado.`,
          other: `${say.number(count)} mensajes ${from} están sellados con otra clave que la tuya. Alguien de vosotros tiene un enlace equivocado.`
        }),
      otherPassword: (count, from) =>
        say.plural(count, {
          one: `Un mensaje ${from} no se abre. Alguien de vosotros ha escrito otra contraseña.`,
          other: `${say.number(count)} mensajes ${from} no se abren. Alguien de vosotros ha escrito otra contraseña.`
        }),
      tampered: (count, from) =>
        say.plural(count, {
          one: `Un mensaje ${from} fue alterado por el camino y no se muestra.`,
          other: `${say.number(count)} mensajes ${from} fueron alterados por el camino y no se muestran.`
        }),
      replayed: (count, from) =>
        say.plural(count, {
          one: `Un mensaje ${from} llegó dos veces. Lo mostramos una vez.`,
          other: `${say.number(count)} mensajes ${from} llegaron dos veces. Los mostramos una vez.`
        }),
      reordered: (count, from) =>
        say.plural(count, {
          one: `Un mensaje ${from} llegó tarde, después de otros más nuevos, y no se muestra.`,
          other: `${say.number(count)} mensajes ${from} llegaron tarde, después de otros más nuevos, y no se muestran.`
        }),
      missing: (count, from) =>
        say.plural(count, {
          one: `Falta un mensaje ${from}. El repetidor no lo entregó.`,
          other: `Faltan ${say.number(count)} mensajes ${from}. El repetidor no los entregó.`
        }),
      forked:
        "El repetidor muestra a alguien una conversación distinta de la tuya. No te fíes de lo que lees aquí; crea una sala nueva.",
      forkedFor: (name) =>
        `El repetidor muestra a ${name} una conversación distinta de la tuya. No te fíes de lo que lees aquí; crea una sala nueva.`,
      logGap: "El repetidor omitió o repitió una parte de la conversación. No cuentes con que esté entera.",
      clock:
        "El reloj del repetidor fue hacia atrás, o está lejos del de este dispositivo. No te fíes de las horas que se muestran aquí.",
      falseCreator: "El repetidor se equivoca sobre quién es responsable. No te fíes de lo que dice sobre eso.",
      falseCreatorYou: "El repetidor se equivoca sobre si eres responsable. No te fíes de lo que dice sobre eso.",
      falseCreatorMember: (name) =>
        `El repetidor dice que ${name} es responsable, y ${name} no lo dice. No te fíes de lo que dice sobre eso.`
    },
    unsentAtEnd: "Lo último que escribiste quizá no haya llegado.",
    end: {
      purged: { title: ended, text: "La persona responsable la terminó. Todo lo que había en ella ha desaparecido." },
      expired: { title: ended, text: "Se acabó su tiempo. Todo lo que había en ella ha desaparecido." },
      "ended-by-operator": {
        title: ended,
        text: "Quienes llevan este repetidor la terminaron. Todo lo que había en ella ha desaparecido."
      },
      "room-failed": {
        title: ended,
        text: "Un fallo del repetidor la terminó. Todo lo que había en ella ha desaparecido. Nadie de fuera lo ha leído."
      },
      "going-away": {
        title: ended,
        text: "El repetidor se apaga o se reinicia, y sus salas terminan con él. Todo lo que había en esta ha desaparecido."
      },
      empty: { title: ended, text: "Todos habían salido. Todo lo que había en ella ha desaparecido." },
      unopened: { title: ended, text: "Nadie vino a tiempo." },
      left: {
        title: "Has salido",
        text: "Lo que se dijo ha desaparecido de esta página. La sala sigue para los demás hasta que salgan o se acabe su tiempo."
      },
      "gave-up": {
        title: "No has entrado",
        text: "Lo dejaste antes de que la sala te dejara entrar. Abre otra vez el enlace para volver a intentarlo."
      },
      "left-last": {
        title: ended,
        text: "Eras la última persona en ella. Todo lo que había en ella ha desaparecido."
      },
      "cut-off": {
        title: "No puedes volver a entrar",
        text: "Tu conexión se perdió, y mientras tanto la sala ha terminado o tiene un enlace nuevo. Lo que se dijo ha desaparecido de esta página. Si los demás siguen allí, pide a alguien el enlace."
      },
      "join-refused": {
        title: "No se puede entrar en esta sala",
        text: "Ha terminado, o el enlace no es correcto. El repetidor no dice cuál de las dos cosas, para que nadie pueda buscar salas. Pide un enlace nuevo, o crea una sala propia."
      },
      kicked: {
        title: "Te han quitado de la sala",
        text: "La persona responsable te retiró tu plaza. Lo que se dijo ha desaparecido de esta página."
      },
      replaced: {
        title: "Estás dentro en otra página",
        text: "Una conexión tuya más nueva tomó la misma plaza, así que esta página la ha soltado."
      },
      forbidden: {
        title: "Este repetidor no te deja entrar",
        text: "Quienes lo llevan tienen reglas sobre quién puede entrar, y no te incluyen."
      },
      incompatible: {
        title: "Esta página y el repetidor no encajan",
        text: "Hablan versiones distintas. Abre otra vez el enlace, para que la página se cargue de nuevo."
      },
      "page-failed": {
        title: "Esta página tiene un fallo",
        text: "Se detuvo por sí sola, y la culpa es nuestra. Abre otra vez el enlace para volver a entrar."
      }
    }
  }
}
