/**
 * Arabic, written from right to left. Buttons are verbal nouns, so that they address nobody's gender; sentences use the
 * masculine singular, as software in Arabic does. All six plural forms (CLDR) are given where something is counted.
 *
 * Glossary: room غرفة, link رابط, relay وسيط, creator منشئ الغرفة, key مفتاح, seat مقعد, members الحاضرون.
 */
import type { TitledText } from "./en.ts"
import type { Words } from "./enRoom.ts"
import type { Phrasing } from "./Phrasing.ts"

export const ar = (say: Phrasing): Words => {
  const askAgain = "اطلب الرابط كاملًا مرة أخرى، والأفضل في رسالة يمكنك نسخها."
  const isNotWhole = (part: string): TitledText => ({
    title: "هذا الرابط غير كامل",
    text: `${part} غيّره شيء ما في الطريق. ${askAgain}`
  })
  const noLink: TitledText = {
    title: "هذا ليس رابط غرفة",
    text: `رابط الغرفة فيه ‎/r/‎ وعلامة # بعدها مفتاح. ${askAgain}`
  }
  const byItself = "نعيد المحاولة من تلقاء أنفسنا؛ اترك هذه الصفحة مفتوحة."
  const ended = "انتهت الغرفة"
  /** "A message", counted: the noun stands in front of what is said of it. */
  const messages = (count: number): string =>
    say.plural(count, {
      zero: `${say.number(count)} رسالة`,
      one: "رسالة واحدة",
      two: "رسالتان",
      few: `${say.number(count)} رسائل`,
      many: `${say.number(count)} رسالة`,
      other: `${say.number(count)} رسالة`
    })
  const bytesText = (count: number): string =>
    say.plural(count, {
      zero: `${say.number(count)} بايت`,
      one: "بايت واحد",
      two: "اثنان بايت",
      few: `${say.number(count)} بايتات`,
      many: `${say.number(count)} بايتًا`,
      other: `${say.number(count)} بايت`
    })
  return {
    common: {
      cancel: "إلغاء",
      close: "إغلاق",
      makeNewRoom: "إنشاء غرفة جديدة",
      makeOwnRoom: "إنشاء غرفة خاصة بك"
    },
    language: {
      label: "اللغة",
      failed: "لم تصل هذه اللغة. تحقق من اتصالك واخترها مرة أخرى."
    },
    pageTitles: {
      home: "Pug: غرفة تنسى",
      stages: {
        invited: "دعوة · Pug",
        unusable: "هذا الرابط لا يعمل · Pug",
        entering: "الدخول جارٍ · Pug",
        waiting: "انتظار · Pug",
        inside: "غرفة · Pug",
        ended: "النهاية · Pug"
      }
    },
    name: {
      label: "اسمك",
      hint: "اختياري، لا يراه الوسيط"
    },
    home: {
      heading: "غرفة تنسى.",
      claim: "كلام، ثم لا يبقى شيء.",
      pitch:
        "أنشئ غرفة وأرسل رابطها إلى من تريد الحديث معه. كلماتك تُشفَّر في المتصفح. الوسيط ينقلها ولا يستطيع قراءتها ولا يحتفظ بشيء. لا حساب ولا تطبيق.",
      lasts: "المدة",
      people: "الأشخاص",
      upTo: (count) => `حتى ${say.number(count)}`,
      make: "إنشاء غرفة",
      working: "قليل من الحساب، كي لا تغرقنا الروبوتات.",
      workingLong: "يستغرق هذا أطول من المعتاد.",
      workLabel: "الحساب",
      terms: "ما تفعله هذه الصفحة وما لا تفعله",
      does: "ما تفعله",
      doesList: [
        "تشفّر وتفك التشفير في متصفحك، بمفتاح لا يوجد إلا في الرابط",
        "تنهي الغرفة للجميع حين ينقضي وقتها، أو حين تنهيها أنت، أو حين يغادر آخر شخص",
        "تُظهر لك حين تُفقد رسالة أو تتغيّر أو تصل مرتين",
        "لا تخزّن شيئًا: لا حساب ولا سجل ولا ملفات ارتباط، ولا شيء على جهازك"
      ],
      doesNot: "ما لا تفعله",
      doesNotList: [
        "لا تمنع أحدًا في الغرفة من نسخ ما يقرؤه أو تصويره",
        "لا تخبرك من يكون الشخص: كل من لديه الرابط يستطيع الدخول",
        "لا تخفي عن الوسيط أنك تتحدث، ومتى، وكم، ومن أي عنوان شبكة",
        "لا تنفع إن كان جهازك مراقبًا، أو إن قرأ أحد الرابط في الطريق أو في سجل متصفحك"
      ]
    },
    createFailed: {
      tooMany: (when) => `تُنشأ من شبكتك غرف كثيرة جدًا. حاول مرة أخرى ${when}.`,
      busy: "الوسيط ممتلئ الآن. حاول مرة أخرى بعد دقيقة.",
      refused: "لا يسمح لك هذا الوسيط بإنشاء غرفة.",
      refusedBecause: (reason) => `لا يسمح لك هذا الوسيط بإنشاء غرفة: ${reason}`,
      challengeExpired: "استغرق الحساب أطول مما ينتظره الوسيط. حاول مرة أخرى، وأبقِ هذه الصفحة في الأمام أثناء ذلك.",
      unreachable: "الوسيط لا يجيب. تحقق من اتصالك وحاول مرة أخرى.",
      pageFailed: "في هذه الصفحة خلل، والذنب ذنبنا. أعد تحميلها.",
      other: (code) => `لم تُنشأ غرفة (${code}). حاول مرة أخرى.`
    },
    paste: {
      label: "هل لديك رابط؟",
      placeholder: "الصقه، أو اكتب كلماته",
      didYouMean: "هل تقصد",
      open: "فتح الغرفة",
      whole: "هذا الرابط كامل.",
      otherRelay: (host) => `إنه يؤدي إلى وسيط آخر: ${host}.`,
      repaired: (repairs) => `أصلحناه: ${repairs}.`,
      repairSeparator: "؛ ",
      repairs: {
        surroundings: "حذفنا النص الذي حوله",
        characters: "أعدنا الرموز المحوّلة إلى أصلها",
        invisible: "حذفنا رموزًا غير مرئية",
        breaks: "وصلنا ما كان على عدة أسطر",
        address: "أكملنا أوله",
        separators: "أعدنا علامة # أو &",
        additions: "حذفنا ما أضافه إليه آخرون"
      },
      noList: {
        title: "لم تصل قائمة الكلمات",
        text: "تحقق من اتصالك وأعد تحميل هذه الصفحة. الرابط الملصق يعمل من دونها."
      }
    },
    spoken: {
      tooManyLines: (count) => `الأسطر أكثر من ${say.number(count)}. احذف الزائد.`,
      allRight: (count) => `كل الأسطر صحيحة، وعددها ${say.number(count)}.`,
      someRight: (right, count) => `الأسطر الصحيحة: ${say.number(right)} من ${say.number(count)}.`,
      begun: (line, count, full) => `السطر ${say.number(line)}: الكلمات ${say.number(count)} من ${say.number(full)}.`,
      miscounted: (line, count, full) =>
        `عدد كلمات السطر ${say.number(line)} هو ${say.number(count)}. ينبغي أن يكون ${say.number(full)}.`,
      wrong: (line) => `شيء ما في السطر ${say.number(line)} غير صحيح. قارن كلماته.`,
      unknown: (line, word) => `السطر ${say.number(line)}: «${word}» ليست من الكلمات.`
    },
    link: {
      empty: noLink,
      "not-a-url": noLink,
      "unsupported-scheme": noLink,
      "credentials-in-url": noLink,
      "not-a-room-link": noLink,
      "secrets-exposed": {
        title: "كشف هذا الرابط مفتاحه",
        text: "حوّل شيء ما في الطريق علامة # إلى ‎%23‎. فأُرسل المفتاح إلى الوسيط، وهو يجب ألا يملكه أبدًا. لا تستعمل هذه الغرفة. أنشئ غرفة جديدة وأرسل رابطها بطريقة أخرى."
      },
      "room-id-wrong-length": isNotWhole("اسم الغرفة فيه أقصر أو أطول مما يجب."),
      "room-id-not-base64url": isNotWhole("في اسم الغرفة رموز لا مكان لها فيه."),
      "fragment-missing": {
        title: "المفتاح مفقود",
        text: "رابط الغرفة فيه علامة # بعدها مفتاح، وهذا الجزء غير موجود هنا. إن كنت قد أعدت تحميل هذه الصفحة: المفتاح لا يُخزَّن في أي مكان. افتح الرابط كاملًا مرة أخرى."
      },
      "key-missing": isNotWhole("المفتاح (‎k=‎) غير موجود فيه."),
      "key-repeated": isNotWhole("المفتاح (‎k=‎) موجود فيه أكثر من مرة."),
      "key-wrong-length": isNotWhole("المفتاح (‎k=‎) فيه أقصر أو أطول مما يجب."),
      "key-not-base64url": isNotWhole("في المفتاح (‎k=‎) رموز لا مكان لها فيه."),
      "secret-missing": isNotWhole("سر الغرفة (‎s=‎) غير موجود فيه."),
      "secret-repeated": isNotWhole("سر الغرفة (‎s=‎) موجود فيه أكثر من مرة."),
      "secret-wrong-length": isNotWhole("سر الغرفة (‎s=‎) فيه أقصر أو أطول مما يجب."),
      "secret-not-base64url": isNotWhole("في سر الغرفة (‎s=‎) رموز لا مكان لها فيه."),
      "address-missing": isNotWhole("أوله مفقود: العنوان الذي قبل علامة #."),
      "address-broken": isNotWhole("عنوانه مكسور، ويمكن تركيبه بأكثر من طريقة."),
      "letter-case-lost": isNotWhole("صارت حروفه كلها صغيرة أو كلها كبيرة، وهو يحتاج إلى النوعين."),
      "several-links": {
        title: "هنا أكثر من رابط",
        text: "الروابط في هذا النص تؤدي إلى غرف مختلفة، أو إلى غرفة واحدة بمفاتيح مختلفة. الصق الرابط الذي تقصده فقط."
      },
      "read-by-another-site": {
        title: "قرأ موقع آخر هذا الرابط",
        text: "الرابط موجود داخل عنوان موقع آخر، فحصل ذلك الموقع على مفتاحه. لا تستعمل هذه الغرفة. أنشئ غرفة جديدة وأرسل رابطها بطريقة أخرى."
      }
    },
    insecure: {
      title: "هذه الصفحة لا تستطيع التشفير",
      text: "فُتحت الصفحة عبر http، والمتصفحات لا تشفّر إلا في صفحات فُتحت عبر https. افتح العنوان نفسه وقبله ‎https://‎. إن كنت تشغّل هذا الوسيط بنفسك فأعطه شهادة."
    },
    join: {
      heading: "أنت مدعو إلى حديث.",
      pitch:
        "هذا الرابط لحديث واحد. ما تكتبه يُشفَّر في متصفحك، ولا يقرؤه إلا من لديه الرابط؛ أما الوسيط بينكم فلا يستطيع. وحين تنتهي الغرفة لا يبقى شيء.",
      join: "دخول الغرفة",
      beforehand:
        "لا يراك أحد في الغرفة قبل أن تدخل. المفتاح لا يُخزَّن في أي مكان: احتفظ بالرابط، فستحتاج إليه بعد إعادة التحميل."
    },
    wait: {
      entering: { title: "الدخول جارٍ", text: "نطلب مقعدًا من الوسيط." },
      working: { title: "الدخول جارٍ", text: "قليل من الحساب، كي لا تغرقنا الروبوتات." },
      lost: {
        title: "الوسيط لا يجيب",
        text: `${byItself} إن كانت صفحات أخرى تُفتح فربما تمنع هذه الشبكة نوع الاتصال الذي يحتاج إليه الحديث (WebSocket)؛ جرّب شبكة أخرى.`
      },
      blocked: {
        title: "هذه الشبكة تمنع الحديث",
        text: `الوسيط يجيب، لكن شيئًا بينك وبينه لا يدع WebSocket يمر، والحديث يحتاج إليه. شبكات الشركات والمرشّحات تفعل ذلك. جرّب شبكة أخرى، كشبكة هاتف مثلًا. ${byItself}`
      },
      unreachable: {
        title: "لا يمكن الوصول إلى الوسيط",
        text: `إنه لا يجيب إطلاقًا: إما أن هذا الجهاز بلا اتصال، أو أن الوسيط متوقف. ${byItself}`
      },
      "not-open-yet": {
        title: "لم تُفتح بعد",
        text: `الشخص الذي أنشأ هذه الغرفة ليس هنا بعد. ستُفتح حين يدخل. ${byItself}`
      },
      full: {
        title: "الغرفة ممتلئة",
        text: `كل المقاعد مشغولة. حين يغادر أحد تدخل أنت. ${byItself}`
      },
      locked: {
        title: "الغرفة مقفلة",
        text: `الشخص الذي أنشأ هذه الغرفة لا يُدخل أحدًا جديدًا في الوقت الحالي. ${byItself}`
      },
      busy: {
        title: "الوسيط مشغول",
        text: `لا مكان لديه الآن لاتصال آخر. ${byItself}`
      },
      "too-many": {
        title: "اتصالات كثيرة من شبكتك",
        text: `لدى الوسيط من عنوان شبكتك كل ما يسمح به من الاتصالات أو المحاولات. ${byItself}`
      },
      tryNow: "المحاولة الآن",
      giveUp: "التراجع"
    },
    banner: {
      working: "العودة جارية: قليل من الحساب أولًا.",
      lost: "انقطع الاتصال. ما تكتبه ينتظر.",
      waiting: (title) => `${title}. نواصل المحاولة.`,
      reconnect: "إعادة الاتصال الآن"
    },
    room: {
      heading: "غرفة",
      conversation: "الحديث",
      panel: "الحاضرون وأدوات الغرفة",
      here: (count) => `${say.number(count)} هنا`,
      hereLocked: (count) => `${say.number(count)} هنا، مقفلة`,
      invite: "دعوة",
      leave: "مغادرة",
      vanish: "اختفاء",
      vanishHow: "يغادر فورًا ويُفرغ هذه الصفحة. بلوحة المفاتيح: Esc ثلاث مرات.",
      purge: "إنهاء للجميع",
      lock: "قفل",
      unlock: "فتح القفل",
      rotate: "رابط جديد",
      alone: "أنت وحدك هنا الآن. إن غادرت أو أغلقت هذه الصفحة تنتهي الغرفة.",
      aloneFor: (wait) => `أنت وحدك هنا. أرسل الرابط؛ وإن أغلقت هذه الصفحة فمدة انتظار الغرفة: ${wait}.`,
      notVerified: "لم يُتحقق بعد: يظهر إن كان في رابطك المفتاح الصحيح حين يكون هنا شخص آخر.",
      wrongKey: "ما يكتبه الآخرون لا يُفتح بمفتاح رابطك، فلا يستطيع أحدكم قراءة الآخر. اطلب الرابط مرة أخرى.",
      timeLeftLabel: "الوقت المتبقي",
      left: "متبقية"
    },
    away: {
      heading: "حين أنظر إلى مكان آخر",
      veil: "تمويه الحديث"
    },
    members: {
      heading: (count, capacity) => `${say.number(count)} من ${say.number(capacity)} هنا`,
      remove: "إخراج",
      removeLabel: (name) => `إخراج ${name}`,
      you: "أنت",
      creator: "منشئ الغرفة",
      verified: "المفتاح نفسه الذي لديك",
      notVerified: "لم يُتحقق من المفتاح بعد",
      factSeparator: "، "
    },
    log: {
      copy: "نسخ هذه الرسالة",
      copied: "نُسخت الرسالة.",
      notCopied: "لم يسمح المتصفح بالنسخ. حدِّد النص بدلًا من ذلك.",
      label: "الرسائل",
      omitted: "لا تحتفظ هذه الصفحة بالرسائل الأقدم.",
      fresh: (count) =>
        say.plural(count, {
          zero: "لا رسائل جديدة",
          one: "رسالة جديدة",
          two: "رسالتان جديدتان",
          few: `${say.number(count)} رسائل جديدة`,
          many: `${say.number(count)} رسالة جديدة`,
          other: `${say.number(count)} رسالة جديدة`
        }),
      you: "أنت",
      sent: "أُرسلت",
      waiting: "تنتظر",
      notSent: "لم تُرسل",
      retry: "إرسال مرة أخرى",
      discard: "تجاهل"
    },
    composer: {
      label: "رسالة",
      placeholder: "اكتب رسالة",
      send: "إرسال",
      tooLong: (bytes) => `أطول من الحد بمقدار ${bytesText(bytes)}. أرسلها على أجزاء.`,
      bytesLeft: (bytes) => `بقي ${bytesText(bytes)}.`
    },
    invite: {
      label: "رابط هذه الغرفة",
      code: "الرابط على شكل رمز QR",
      copy: "نسخ الرابط",
      copied: "نُسخ",
      copiedStatus: "نُسخ الرابط.",
      share: "مشاركة",
      whoCanCome: (capacity) =>
        `كل من لديه الرابط يستطيع الدخول والقراءة، إلى أن يبلغ عدد الحاضرين ${say.number(capacity)} أو تُقفل الغرفة أو ينقضي وقتها. أرسله إلى من تقصده فقط.`,
      copyByHand: "لم يسمح المتصفح بالنسخ. الرابط محدد: انسخه يدويًا.",
      unknown: "أنشأ منشئ الغرفة رابطًا جديدًا، ولم يصل إليك بعد. الرابط القديم لم يعد يعمل. اسأل في الغرفة.",
      readOut: "قراءته بصوت عالٍ، بالكلمات",
      readOutHow: (label) =>
        `افتح على الجهاز الآخر العنوان أدناه، واكتب هذه الكلمات الإنجليزية تحت «${label}». تكفي الحروف الأربعة الأولى من كل كلمة. من يسمعها يستطيع الدخول.`,
      notLoaded: "لم يصل جزء من هذه الصفحة. الرابط يعمل من دونه."
    },
    shortcuts: {
      heading: "لوحة المفاتيح",
      send: "إرسال ما كُتب",
      line: "بدء سطر جديد",
      copy: "من حقل الرسالة إلى زر نسخ أحدث رسالة",
      messages: "ومن هناك إلى الرسائل الأخرى",
      close: "إغلاق ما هو مفتوح",
      vanish: "المغادرة فورًا وإفراغ هذه الصفحة",
      help: "عرض هذه المفاتيح خارج حقل الرسالة"
    },
    question: {
      leave: {
        heading: "مغادرة الغرفة؟",
        last: "أنت آخر شخص هنا، لذلك تنتهي الغرفة ويزول كل ما فيها.",
        creator:
          "يزول ما قيل من هذه الصفحة. للعودة تحتاج إلى الرابط، وعندها تكون ضيفًا: لن يستطيع أحد قفل الغرفة أو إنهاءها قبل وقتها.",
        guest: "يزول ما قيل من هذه الصفحة. للعودة تحتاج إلى الرابط.",
        action: "مغادرة"
      },
      purge: {
        heading: "إنهاء الغرفة للجميع؟",
        text: "تُغلق الغرفة للجميع، ويزول كل ما قيل. لا يمكن التراجع عن هذا.",
        action: "إنهاء للجميع"
      },
      rotate: {
        heading: "إنشاء رابط جديد؟",
        text: "يتوقف الرابط القديم عن العمل. ويبقى كل من هنا ويُخبَر بالجديد.",
        action: "إنشاء رابط جديد"
      },
      kick: {
        heading: (name) => `إخراج ${name}؟`,
        text: (name) =>
          `لن يقرأ ${name} ما يقال بعد ذلك. من لديه الرابط يستطيع الدخول مرة أخرى، إلا إذا أقفلت الغرفة أو أنشأت رابطًا جديدًا.`,
        action: "إخراج"
      }
    },
    note: {
      cameIn: "دخلت الغرفة. ما قيل قبل ذلك لا يُعرض لك.",
      cameBackWhole: "عاد اتصالك. لم يفتك شيء.",
      cameBack: (missed) =>
        say.plural(missed, {
          zero: "عاد اتصالك. لم يفتك شيء.",
          one: "عاد اتصالك. كُتبت في هذه الأثناء رسالة واحدة على الأكثر، ولا تُعرض لك.",
          two: "عاد اتصالك. كُتبت في هذه الأثناء رسالتان على الأكثر، ولا تُعرضان لك.",
          few: `عاد اتصالك. كُتبت في هذه الأثناء ${say.number(missed)} رسائل على الأكثر، ولا تُعرض لك.`,
          many: `عاد اتصالك. كُتبت في هذه الأثناء ${say.number(missed)} رسالة على الأكثر، ولا تُعرض لك.`,
          other: `عاد اتصالك. كُتبت في هذه الأثناء ${say.number(missed)} رسالة على الأكثر، ولا تُعرض لك.`
        }),
      timeLeft: (duration) => `الوقت المتبقي: ${duration}. ثم تنتهي الغرفة ويزول كل ما فيها.`,
      joined: (name) => `دخل ${name}.`,
      returned: (name) => `عاد اتصال ${name}.`,
      renamed: (before, name) => `صار اسم ${before} الآن ${name}.`,
      youAreCreator: "أنت منشئ الغرفة الآن.",
      isCreator: (name) => `${name} هو منشئ الغرفة الآن.`,
      locked: "الغرفة مقفلة. لا يستطيع أحد جديد الدخول.",
      unlocked: "الغرفة مفتوحة من جديد للقادمين.",
      newLink: "هناك رابط جديد. الرابط القديم لم يعد يعمل.",
      newLinkUnknown: "هناك رابط جديد لم يصل إليك. الرابط القديم لم يعد يعمل.",
      left: (name) => `غادر ${name}.`,
      lost: (name) => `انقطع اتصال ${name}.`,
      kicked: (name) => `أُخرج ${name}.`,
      refusedNotCreator: "لم يفعل الوسيط ذلك. لا يستطيعه إلا منشئ الغرفة، ولم تعد أنت المنشئ.",
      refusedNoMember: "لا أحد لإخراجه: ذلك الشخص غادر.",
      refusedBusy: "كان الوسيط مشغولًا جدًا. حاول مرة أخرى."
    },
    fault: {
      fromYou: "منك",
      fromSomebody: "من شخص ما",
      fromMember: (name) => `من ${name}`,
      malformed: (count, from) => `${messages(count)} ${from}: تعذرت القراءة، ولا يُعرض ذلك.`,
      misattributedToYou: (count) => `${messages(count)} باسمك ولكن من شخص آخر: لا يُعرض ذلك.`,
      misattributedToNobody: (count) => `${messages(count)} باسم شخص ليس هنا: لا يُعرض ذلك.`,
      misattributedToMember: (count, name) => `${messages(count)} باسم ${name} ولكن من شخص آخر: لا يُعرض ذلك.`,
      wrongKey: (count, from) => `${messages(count)} ${from}: الختم بمفتاح غير مفتاحك. لدى أحدكما رابط خاطئ.`,
      tampered: (count, from) => `${messages(count)} ${from}: حدث تغيير في الطريق، ولا يُعرض ذلك.`,
      replayed: (count, from) => `${messages(count)} ${from}: تكرر الوصول مرتين، والعرض مرة واحدة.`,
      reordered: (count, from) => `${messages(count)} ${from}: تأخر الوصول إلى ما بعد الأحدث، ولا يُعرض ذلك.`,
      missing: (count, from) => `مفقود: ${messages(count)} ${from}. لم يسلّم الوسيط ذلك.`,
      forked: "يعرض الوسيط على أحدهم حديثًا غير الذي يعرضه عليك. لا تعتمد على ما تقرؤه هنا؛ أنشئ غرفة جديدة.",
      forkedFor: (name) =>
        `يعرض الوسيط على ${name} حديثًا غير الذي يعرضه عليك. لا تعتمد على ما تقرؤه هنا؛ أنشئ غرفة جديدة.`,
      logGap: "أسقط الوسيط جزءًا من الحديث أو كرره. لا تعتمد على أنه كامل.",
      clock: "رجعت ساعة الوسيط إلى الوراء، أو هي بعيدة عن ساعة هذا الجهاز. لا تعتمد على الأوقات المعروضة هنا.",
      falseCreator: "يخطئ الوسيط في من هو منشئ الغرفة. لا تعتمد على قوله في ذلك.",
      falseCreatorYou: "يخطئ الوسيط في ما إذا كنت منشئ الغرفة. لا تعتمد على قوله في ذلك.",
      falseCreatorMember: (name) => `يقول الوسيط إن ${name} منشئ الغرفة، و${name} لا يقول ذلك. لا تعتمد على قوله في ذلك.`
    },
    end: {
      purged: { title: ended, text: "أنهاها منشئها. زال كل ما فيها." },
      expired: { title: ended, text: "انقضى وقتها. زال كل ما فيها." },
      "ended-by-operator": { title: ended, text: "أنهاها القائمون على هذا الوسيط. زال كل ما فيها." },
      "room-failed": { title: ended, text: "أنهاها خلل في الوسيط. زال كل ما فيها، ولم يقرأه أحد من الخارج." },
      "going-away": {
        title: ended,
        text: "الوسيط يتوقف أو يبدأ من جديد، وتنتهي غرفه معه. زال كل ما في هذه الغرفة."
      },
      empty: { title: ended, text: "غادرها الجميع. زال كل ما فيها." },
      unopened: { title: ended, text: "لم يأتِ أحد في الوقت المناسب." },
      left: {
        title: "لقد غادرت",
        text: "زال ما قيل من هذه الصفحة. تستمر الغرفة للآخرين حتى يغادروا أو ينقضي وقتها."
      },
      "gave-up": {
        title: "لم تدخل",
        text: "توقفت قبل أن تُدخلك الغرفة. افتح الرابط مرة أخرى لتعيد المحاولة."
      },
      "left-last": { title: ended, text: "كنت آخر من فيها. زال كل ما فيها." },
      "cut-off": {
        title: "لا يمكنك العودة",
        text: "انقطع اتصالك، وفي هذه الأثناء انتهت الغرفة أو صار لها رابط جديد. زال ما قيل من هذه الصفحة. إن كان الآخرون ما زالوا هناك فاطلب الرابط من أحدهم."
      },
      "join-refused": {
        title: "لا يمكن دخول هذه الغرفة",
        text: "إما أنها انتهت، أو أن الرابط غير صحيح. لا يقول الوسيط أيهما، كي لا يستطيع أحد البحث عن الغرف. اطلب رابطًا جديدًا، أو أنشئ غرفة خاصة بك."
      },
      kicked: {
        title: "لقد أُخرجت",
        text: "أخذ منشئ الغرفة مقعدك. زال ما قيل من هذه الصفحة."
      },
      replaced: {
        title: "أنت في الغرفة من صفحة أخرى",
        text: "أخذ اتصال أحدث منك المقعد نفسه، لذلك تركته هذه الصفحة."
      },
      forbidden: {
        title: "لا يسمح لك هذا الوسيط بالدخول",
        text: "لدى القائمين عليه قواعد لمن يستطيع الدخول، ولست منهم."
      },
      incompatible: {
        title: "هذه الصفحة والوسيط لا يتوافقان",
        text: "يتحدثان إصدارين مختلفين. افتح الرابط مرة أخرى كي تُحمَّل الصفحة من جديد."
      },
      "page-failed": {
        title: "في هذه الصفحة خلل",
        text: "توقفت من تلقاء نفسها، والذنب ذنبنا. افتح الرابط مرة أخرى لتعود إلى الداخل."
      }
    }
  }
}
